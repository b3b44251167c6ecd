"""Questions as boards get them, each with the kinds of flag a careful moderator would want on it.

Written before the rules were tuned, by hand; nobody in it is real. Telephone numbers are Ofcom's numbers for drama
(https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama/), NHS numbers are the example of the
NHS data dictionary or lie in the range 999 that is kept for tests, addresses are in example.org (RFC 2606).
Hard cases stay in, also those the rules get wrong: `python -m tests.measures.measure_flags` counts them.
"""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.text.flags import Kind

NHS, PHONE, EMAIL, POSTCODE = Kind.NHS_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.POSTCODE
BORN, WARD, DISTRESS, ABUSE = Kind.DATE_OF_BIRTH, Kind.WARD_AND_NAME, Kind.DISTRESS, Kind.ABUSE
SAYS, OTHER, CARE = Kind.STATEMENT, Kind.LANGUAGE, Kind.COMPLAINT


@dataclass(frozen=True)
class Asked:
    text: str
    kinds: frozenset[Kind]


def asked(text: str, *kinds: Kind) -> Asked:
    return Asked(text, frozenset(kinds))


CLEAN = [asked(text) for text in (
    "How long are children now waiting for a first autism assessment?",
    "Will the walk-in centre on Mill Street keep its weekend opening hours?",
    "Parking?",
    "Why has A&E at QMC closed its minors unit?",
    "When will the community diagnostic centre open? #AnytownBoard",
    "@AnytownTrust what is the cost of the agency staff bill this year?",
    "are you closing the walk in centre on Mill St at weekends??",
    "What is the board doing about dental access for care home residents? #AnytownBoard",
    "What progress has been made against the suicide prevention strategy agreed in 2024?",
    "How many staff have had suicide awareness training since April?",
    "What is the suicide rate among under-25s in our area, and how does it compare with England?",
    "Have self-harm admissions of under-18s gone down since the CAMHS crisis line opened?",
    "Can I ask what the zero suicide ambition means in practice for mental health wards?",
    "I would like to know whether the board will publish its suicide prevention plan.",
    "Does the trust hold data on overdose deaths linked to synthetic opioids?",
    "What is the board's position on the assisted dying bill and people who want to end their lives at home?",
    "How is end of life care funded in the community?",
    "When will the Eastbrook ward councillor be consulted on the new health centre?",
    "Has the board met Cllr Jane Smith of Eastbrook ward about the bus to the hospital?",
    "How many electoral wards have no dentist taking NHS patients?",
    "How many wards were closed by norovirus last winter?",
    "Why has Ward 7 been closed since March, and when will it reopen?",
    "Is the Edith Cavell Ward going to be refurbished with the new capital money?",
    "Will the stroke ward at the General move to the new tower?",
    "What does Bill 42 on health service procurement mean for local contracts?",
    "Mark my words may be a cliche, but is the deficit of £12,345,678 real?",
    "Invoice 4512345678 from Acme Cleaning was paid twice. How did finance miss it?",
    "Reference 2025/000123/FOI: when will I get an answer to my freedom of information request?",
    "Can the board explain purchase order 1234567890 for £1,000,000 of laptops?",
    "The minutes of 12/03/2025 say a review was due by 30/09/2025. Was it done?",
    "At the meeting on 12 March 2025 you promised a review. Where is it?",
    "The NHS was born on 5 July 1948. How will the board mark the anniversary?",
    "Will the RSV vaccine be offered to babies born on or after 1 September 2024?",
    "Is the cohort born between 1 September 1952 and 31 August 1953 still to be invited?",
    "Why do people who ring 111 wait an hour for a call back?",
    "Should patients call 999 or 111 when the out of hours service is full?",
    "Will you print the Samaritans number, 116 123, on appointment letters?",
    "Why does nobody answer the booking line 0300 123 4567?",
    "How much of the 2025/26 capital plan of £34.5m will be spent by 31 March 2026?",
    "What share of the 18,432 people on the waiting list have waited over 52 weeks?",
    "Could the board say how many of the 1,204 complaints last year were answered in 25 working days?",
    "Please explain how the integrated care board decides where urgent treatment centres go.",
    "Would you consider a free shuttle bus from the park and ride?",
    "Has the trust met the four-hour standard in any month since 2021?",
    "What lessons were learned from the CQC report on maternity services?",
    "Is there a plan for RAAC in the roof of the Queen Elizabeth wing?",
    "Who decided to close the hydrotherapy pool?",
    "Do you record the ethnicity of people detained under the Mental Health Act?",
    "When does the contract with the patient transport provider end?",
    "Which GP practices in NG7 are still not offering online booking?",
    "Does the SO22 area have enough pharmacies since the last two closed?",
    "Can the finance director explain slide 14, row B12 4th column?",
    "On level E5 2nd floor the lifts have been out for weeks. When will they be mended?",
    "What happens to the money raised from parking fines?",
    "Will junior doctors get hot food at night?",
    "How many bank shifts were filled at short notice in October?",
    "Are you going to sell the nurses' home?",
    "Why is there no Changing Places toilet in outpatients?",
    "What is being done to cut the did-not-attend rate for breast screening?",
    "How long is the wait for anal fistula surgery and for vaginal prolapse repair?",
    "Is the sexual health clinic in Scunthorpe going to close?",
    "How does the trust support sex workers and people who inject drugs?",
    "What is the trust doing about racist abuse of staff?",
    "Is it true that a consultant was called a bastard by a manager in an open meeting?",
    "How many nurses were hit, spat at or threatened last year?",
    "Is the bloody diarrhoea outbreak over?",
    "This can't go on: when will the lifts be mended?",
    "Things cannot go on like this in A&E. What will change before winter?",
    "How heavy is the burden on unpaid carers, and what will the carers' strategy do?",
    "Why did the trust kill off the volunteer driver scheme?",
    "Will the new rota end it all being done by email?",
    "I lost the will to live waiting in the phone queue. When will the new system come?",
    "My question is about the winter plan: how many escalation beds will open?",
    "I am a governor. How will the council of governors be told about the merger?",
    "I work in a care home. Why is there still no single point of contact for discharges?",
    "Our patient group wants to know how the board uses what people tell it.",
    "We would be grateful for an update on the phlebotomy service in Northfield.",
    "Tell us how much was spent on management consultants.",
    "Any news on the eye clinic",
    "why no evening clinics for people who work",
    "Dental care?",
    "Agenda item 7: what are the EPRR core standards?",
    "Winter plan?",
    "Do Polish, Urdu and Bengali speakers get an interpreter for every maternity appointment?",
    "Will Cllr Llywelyn-Jones attend the Ysbyty Gwynedd meeting?",
    "Is podiatry in Aberystwyth going to be run from Llanelli?",
    "What about Diwali and Ramadan rotas?",
    "👏👏 brilliant staff on the children's unit. How will you keep them?",
    "<b>When</b> will the new website work with screen readers?",
    "Read https://example.org/report/9434765 and tell us: does the board agree?",
    "How many parents of under-5s have had the health visitor checks on time?",
    "What is the average wait between a GP referral and a first hospital appointment, by specialty?",
    "Does my right to choose apply if the ICB has no contract with the provider?",
    "How can I get involved in the design of the new hospital?",
    "Where can families complain if a care home will not let them visit?",
    "Who handles complaints about primary care now that it has moved to the ICB?",
    "What did the trust learn from complaints about discharge from hospital?",
    "Should mothers be able to choose which hospital they give birth in?",
    "Is there a step-down ward for people who no longer need a hospital bed?",
)]  # fmt: skip

NHS_NUMBERS = [
    asked("My mum, NHS number 943 476 5919, waited 14 months for the memory clinic. When will it have a doctor again?",
          NHS, CARE),
    asked("9434765919 is my NHS number, can somebody look at why my referral was lost?", NHS, CARE),
    asked("NHS no: 943-476-5919 when will I be seen?", NHS, CARE),
    asked("Why does the app say 999 339 5633 is not found?", NHS),
    asked("Is NHS No. 999.993.9082 on the list for hips?", NHS),
    asked("Please could you check 999 158 1766 for me?", NHS),
    asked("(NHS 9994140027) why was the scan cancelled?", NHS),
    asked("Is ９９９ ０５０ ６３１０ still registered at Mill Street?", NHS),
    asked("Can you look up 999\u200b075\u200b9545 please?", NHS),
    asked("Who do I ask about 999\u200d861\u200d1687?", NHS),
    asked("Why does 9 9 9 0 9 8 7 0 2 5 get two letters for each appointment?", NHS),
    asked("Has 999\u00a0383\u00a04521 been moved to another practice?", NHS),
    asked("Is 999\u2011611\u20110974 the right number to give to the clinic?", NHS),
    asked("nhs number 99906 08164 please ring me about the waiting list", NHS),
    asked("My records 999/953/8932 were sent to the wrong house. What will you do about data breaches?", NHS, CARE),
    asked("How long will 999 532 0843 and 999 225 1271, my twins, wait for speech therapy?", NHS),
]  # fmt: skip

PHONES = [
    asked("Will somebody ring me on 07700 900123 about the pharmacy list?", PHONE),
    asked("Is +44 (0)7700 900456 the number the bookings team has for me?", PHONE),
    asked("Call me: 07700900789. Why does nobody reply?", PHONE),
    asked("Why does 0113 496 0123 ring out? It is the number on my letter.", PHONE),
    asked("My landline is (0161) 496 0456, can the chair call?", PHONE),
    asked("Who answers 020 7946 0018 in the evening?", PHONE),
    asked("Text me on +447700900321 when the agenda is out?", PHONE),
    asked("Could you phone 0044 7700 900654 before the meeting?", PHONE),
    asked("My mobile is 7700 900123, will you text me the link?", PHONE),
    asked("Is 01632 960123 still the day centre?", PHONE),
    asked("Can you ring ０７７００ ９００１２３ after six?", PHONE),
    asked("Please could the chair ring 07700\u200b 900\u200b 111?", PHONE),
    asked("Can I leave my number, 0 7 7 0 0 9 0 0 2 2 2, with the secretary?", PHONE),
    asked("Would you text 07700-900-333 with the answer?", PHONE),
    asked("Is my number 07700.900.444 on your list for read-outs?", PHONE),
    asked("Can someone from the Cardiff office ring 029 2018 0555?", PHONE),
    asked("07700 900555 or 07700 900666, which did you try?", PHONE),
    asked("Tel 0191 498 0777 and ask for me, will you?", PHONE),
]  # fmt: skip

EMAILS = [
    asked("Could the answer be sent to jane.doe@example.org please?", EMAIL),
    asked("Please email me the papers at sam_i_am+board@mail.example.co.uk", EMAIL),
    asked("Is jane at example dot org on the mailing list?", EMAIL),
    asked("Can you write to jane (at) example (dot) org with the figures?", EMAIL),
    asked("Will you reply to jane[at]example.org?", EMAIL),
    asked("Why do letters to J.DOE@EXAMPLE.ORG bounce?", EMAIL),
    asked("Can I have the minutes? jane @ example.org", EMAIL),
    asked("Did you get my form from jane＠example.org?", EMAIL),
    asked("Was mail to jane@\u200bexample.org answered?", EMAIL),
    asked("Who reads josé@example.org at the trust?", EMAIL),
]  # fmt: skip

POSTCODES = [
    asked("I live at SO22 5DH. Why is there no bus to the hospital?", POSTCODE),
    asked("which surgery covers so22 5dh now", POSTCODE),
    asked("Is SW1A1AA in the catchment of the new clinic?", POSTCODE),
    asked("Will patients in M1 1AE have to travel to Northfield?", POSTCODE),
    asked("How far is EC1A 1BB from the nearest urgent treatment centre?", POSTCODE),
    asked("Does W1T-4JT count as rural?", POSTCODE),
    asked("My nan at ＣＦ１０ ３ＡＴ cannot get a dentist. What should she do?", POSTCODE),
    asked("Does cf10\u200b3at have a district nurse?", POSTCODE),
    asked("We're at 14 Mill Lane, DN55 1PT. Has anyone checked the air quality here?", POSTCODE),
    asked("Could the mobile unit stop near CR2 6XH?", POSTCODE),
]  # fmt: skip

BIRTHS = [
    asked("My date of birth is 12/03/1956, am I in the next vaccine group?", BORN),
    asked("DOB 3.4.62, which clinic do I go to?", BORN),
    asked("I was born on 12 March 1956. Will I be invited for the scan?", BORN),
    asked("d.o.b. 1956-03-12, why am I not on the list?", BORN),
    asked("Is somebody born 3rd of June 2019 too late for the catch-up jab?", BORN),
    asked("D O B: 07-11-48. Can you find my letter?", BORN),
    asked("birthday March 12, 1956: do I qualify for shingles?", BORN),
    asked("My son (born 1 Feb '19) starts school soon, will the nurse visit?", BORN),
    asked("Jean, 12/03/1956 (date of birth), asks: when does the day centre open?", BORN),
    asked("Fy nyddiad geni yw 12/03/1956, pryd fydda i'n cael y brechlyn?", BORN, OTHER),
]  # fmt: skip

WARDS = [
    asked("Why was Mrs Jones on Ward 7 left without water?", WARD, CARE),
    asked("My mum Jean Smith is in the stroke ward. When will she see a physio?", WARD, CARE),
    asked("Is Mr Patel in ward B12 still waiting for a care package?", WARD),
    asked("Jean Smith, Ward 7, has been there six weeks. Why is there no social worker?", WARD, CARE),
    asked("Can Dr Brown on the children's ward be thanked publicly?", WARD),
    asked("On Nightingale Ward, Miss Okafor told me the beds are closing. Is that true?", WARD),
    asked("my dad Peter is on ward 12 and nobody feeds him", WARD, CARE, SAYS),
    asked("What will you do about my husband, Alan Reed, who fell twice on Ward 3?", WARD, CARE),
    asked("Does Sister Mary on the maternity ward know the unit is under threat?", WARD),
    asked("Ward 9 lost the hearing aids of my grandmother Nora Flynn. Will you pay?", WARD, CARE),
]  # fmt: skip

DISTRESSED = [
    asked("I have been on the list so long I don't want to be here any more. Does anybody there even read these?",
          DISTRESS, CARE),
    asked("I feel suicidal and the crisis team does not answer", DISTRESS, SAYS),
    asked("Nobody helps. I just want to end it all.", DISTRESS, SAYS),
    asked("I can't go on like this. Who do I call?", DISTRESS),
    asked("cant go on anymore", DISTRESS, SAYS),
    asked("What is the point, everyone would be better off without me?", DISTRESS),
    asked("My son is suicidal and CAMHS say 14 months. What are we meant to do?", DISTRESS, CARE),
    asked("I keep hurting myself while I wait for therapy", DISTRESS, SAYS, CARE),
    asked("Why should I go on living with this pain?", DISTRESS),
    asked("i dont want to live any more", DISTRESS, SAYS),
    asked("I tried to kill myself in May and was sent home after an hour. Is that your policy?", DISTRESS, CARE),
    asked("I took an overdose last week because no one would see me. When will you act?", DISTRESS, CARE),
    asked("There is nothing left to live for since you stopped my treatment", DISTRESS, SAYS, CARE),
    asked("I wish I was dead. Will that get me an appointment?", DISTRESS),
    asked("my daughter self harms and there is no help", DISTRESS, SAYS),
    asked("I don\u2019t want to wake up tomorrow", DISTRESS, SAYS),
    asked("Is anyone there? I feel completely hopeless and trapped", DISTRESS),
    asked("Dwi ddim eisiau byw mwy", DISTRESS, SAYS, OTHER),
    asked("How do I tell my GP that I am thinking about ending my life?", DISTRESS),
    asked("My brother took his own life after your team discharged him. What has changed?", DISTRESS, CARE),
]  # fmt: skip

ABUSIVE = [
    asked("you lot are useless idiots, resign", ABUSE, SAYS),
    asked("Why are you all such corrupt lying scum?", ABUSE),
    asked("f*ck the lot of you", ABUSE, SAYS),
    asked("What a load of bullshit, when will you answer a straight question?", ABUSE),
    asked("You fat cats are a bunch of w@nkers", ABUSE, SAYS),
    asked("Is the chief executive a moron or just lazy?", ABUSE),
    asked("I know where you live, watch your back", ABUSE, SAYS),
    asked("shut up you stupid cow", ABUSE, SAYS),
    asked("I hope you all die in your own corridors", ABUSE, SAYS),
    asked("why do foreigners get seen first, send the p4kis home", ABUSE),
    asked("You absolute c u n t s", ABUSE, SAYS),
    asked("Are you people brain dead? Clowns, all of you.", ABUSE),
]  # fmt: skip

STATEMENTS = [
    asked("Parking", SAYS),
    asked("Another meeting, another load of waffle. You should all be ashamed.", SAYS),
    asked("The car park is a disgrace.", SAYS),
    asked("Thank you to the nurses in outpatients, you are wonderful.", SAYS),
    asked("<script>alert('hello board')</script> just checking your website #AnytownBoard", SAYS),
    asked("I think the merger is a bad idea and will cost lives.", SAYS),
    asked("The board must reverse the decision to close the minor injuries unit.", SAYS),
    asked("What a wonderful team you have at the eye clinic!", SAYS),
    asked("Save our maternity unit #SaveStMarys", SAYS),
    asked("👎👎👎", SAYS),
    asked("When I visited last week the lifts were broken again.", SAYS),
    asked("Mae'r maes parcio yn warthus.", SAYS, OTHER),
    asked("Fully support the new cancer centre.", SAYS),
]  # fmt: skip

LANGUAGES = [
    asked("Pryd fydd papurau'r bwrdd ar gael yn Gymraeg, ac yng nghyfarfod pwy?", OTHER),
    asked("Pryd fydd y clinig yn agor?", OTHER),
    asked("Pam mae'r rhestr aros mor hir", OTHER),
    asked("Ble mae'r deintydd agosaf sy'n cymryd cleifion newydd? #BwrddAnytown", OTHER),
    asked("Faint o nyrsys sydd ar y ward?", OTHER),
    asked("Hoffwn wybod beth yw'r cynllun ar gyfer y gaeaf.", OTHER),
    asked("Dlaczego muszę czekać tak długo na wizytę u lekarza?", OTHER),
    asked("Kiedy będzie otwarta przychodnia?", OTHER),
    asked("ডাক্তার দেখাতে এত দেরি হয় কেন?", OTHER),
    asked("ہسپتال میں پارکنگ اتنی مہنگی کیوں ہے؟", OTHER),
    asked("ਹਸਪਤਾਲ ਵਿੱਚ ਉਡੀਕ ਕਿੰਨੀ ਲੰਬੀ ਹੈ?", OTHER),
    asked("متى سيفتح المستشفى الجديد؟", OTHER),
    asked("Când se va deschide spitalul nou?", OTHER),
    asked("Goorma ayuu furmayaa isbitaalka cusub?", OTHER),
    asked("Коли відкриється лікарня?", OTHER),
    asked("医院什么时候开放？", OTHER),
    asked("Quando vai abrir o novo hospital?", OTHER),
]  # fmt: skip

COMPLAINTS = [
    asked("Why was my operation cancelled three times?", CARE),
    asked("How can you defend how my father was treated in A&E?", CARE),
    asked("I want to complain about the way I was spoken to at reception", CARE, SAYS),
    asked("I've waited 19 months for my knee, when is my appointment?", CARE),
    asked("My wife was left on a trolley for 14 hours. Is that acceptable?", CARE),
    asked("Why did the hospital lose my results twice?", CARE),
    asked("My son has been waiting three years for an ADHD assessment. When will he be seen?", CARE),
    asked("Nobody has answered my complaint since June. Who is responsible?", CARE),
    asked("my GP refuses to refer me, what can the board do?", CARE),
    asked("They discharged my nan at 2am in her nightdress, how is that safe?", CARE),
    asked("When will I get my biopsy results?", CARE),
    asked("Will the trust apologise for what happened to our baby?", CARE),
    asked("A nurse was rude to my partner on Tuesday. What training do you give?", CARE),
    asked("How do I make a complaint about my treatment?", CARE),
    asked("the consultant misdiagnosed me and I lost my job", CARE, SAYS),
]  # fmt: skip

TUNED_ON = (*CLEAN, *NHS_NUMBERS, *PHONES, *EMAILS, *POSTCODES, *BIRTHS, *WARDS, *DISTRESSED, *ABUSIVE, *STATEMENTS,
            *LANGUAGES, *COMPLAINTS)  # fmt: skip
