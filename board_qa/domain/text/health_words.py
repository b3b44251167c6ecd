"""One plain word for what patients, clinics and the Welsh call differently: "eye" for ophthalmology and llygaid.

The vectors of meaning (screening/meanings.py) know everyday English; they do not know what the departments of a
hospital are called, nor Welsh. Each line is a plain word, then what else stands for it: in English,
and after the stroke in Welsh, as in the dictionary (mutations are worked out). Who finds a word missing adds it, and
`make bench` says what that changed.
"""

from __future__ import annotations

from board_qa.domain.text.welsh import mutated

_TABLE = """
eye: eyes ophthalmology ophthalmic optometry optician opticians cataract cataracts glaucoma | llygad llygaid
hearing: audiology ear ears ent deaf deafness | clyw clust
heart: hearts cardiac cardiology coronary cardiovascular | calon
skin: dermatology dermatologist mole moles eczema | croen
kidney: kidneys renal nephrology dialysis | aren arennau
cancer: cancers oncology oncologist chemotherapy radiotherapy tumour tumours | canser
lung: lungs respiratory breathing asthma copd chest | ysgyfaint
bone: bones fracture fractured fractures orthopaedic orthopaedics hip hips knee knees joint joints | esgyrn clun
brain: neurology neurological neurosurgery | ymennydd
stomach: bowel bowels gastroenterology endoscopy colonoscopy | stumog coluddyn
bladder: urology urinary continence prostate | pledren
blood: phlebotomy haematology transfusion anaemia | gwaed
foot: feet podiatry podiatrist chiropody chiropodist | troed traed
tooth: teeth dentist dentists dental dentistry orthodontic orthodontist | dant dannedd deintydd deintyddion deintyddol
mental: psychiatry psychiatric psychiatrist psychology psychologist psychological camhs depression anxiety | meddwl
dementia: alzheimers memory | dementia cof
stroke: strokes | strôc
diabetes: diabetic insulin | clefyd diabetes
epilepsy: seizure seizures epileptic | epilepsi
physiotherapy: physio physiotherapist rehabilitation rehab | ffisiotherapi
speech: swallowing | lleferydd
child: children childrens kid kids paediatric paediatrics pediatric childhood youngster youngsters | plentyn plant
teenager: teenagers teenage adolescent adolescents youth | arddegau
old: older elderly pensioner pensioners frail frailty geriatric geriatrics | henoed oedrannus
woman: women womens gynaecology gynaecological menopause hrt | menyw menywod merched
maternity: midwife midwives midwifery birth births birthing antenatal postnatal obstetric obstetrics pregnancy
  pregnant labour mothers | mamolaeth bydwraig bydwragedd geni beichiog beichiogrwydd
baby: babies newborn neonatal infant infants stillbirth stillbirths miscarriage | babi babanod baban
sexual: contraception contraceptive hiv prep sti | rhywiol
vaccine: vaccines vaccination vaccinations vaccinated vaccinate jab jabs immunisation immunisations immunised
  inoculation | brechlyn brechlynnau brechu brechiad brechiadau pigiad pigiadau
flu: influenza | ffliw
infection: infections mrsa difficile sepsis norovirus superbug superbugs hygiene legionella | haint heintiau
scan: scans scanner scanners scanning mri ct xray xrays radiology radiologist imaging ultrasound | sgan sganiau
  sganiwr
test: tests testing laboratory lab pathology screening | prawf profion
medicine: medicines meds medication medications tablet tablets pills prescription prescriptions prescribe prescribed |
  meddyginiaeth meddyginiaethau tabledi presgripsiwn
pharmacy: pharmacies pharmacist pharmacists chemist chemists | fferyllfa fferyllfeydd fferyllydd
operation: operations op ops operated surgical procedure procedures elective theatre theatres |
  llawdriniaeth llawdriniaethau
gp: gps doctor doctors doc docs surgery surgeries practice practices | meddyg meddygon meddygfa meddygfeydd
nurse: nurses nursing | nyrs nyrsys
staff: workforce employees workers personnel | staff gweithwyr gweithlu
agency: locum locums temporary bank | asiantaeth
strike: strikes striking industrial | streic
emergency: a&e casualty ed urgent resuscitation | brys damweiniau
ambulance: ambulances paramedic paramedics | ambiwlans ambiwlansys
helicopter: helipad | hofrennydd
trolley: trolleys corridor corridors hallway | coridor coridorau
ward: wards inpatient inpatients bed beds | ward wardiau gwely gwelyau
clinic: clinics outpatient outpatients | clinig clinigau
appointment: appointments appt appts rebook | apwyntiad apwyntiadau
discharge: discharged | rhyddhau
wait: waits waiting waited queue queues queueing backlog delay delays delayed | aros rhestr rhestrau oedi
end: dying palliative hospice hospices terminal | lliniarol hosbis
death: deaths die dies died mortality dead fatal | marw marwolaeth marwolaethau
grief: bereaved bereavement mourning | profedigaeth
carer: carers caring | gofalwr gofalwyr
disabled: disability disabilities wheelchair wheelchairs ramp ramps | anabl anabledd
autism: autistic spectrum neurodivergent neurodiversity adhd | awtistiaeth awtistig
smoking: smoke tobacco cigarette cigarettes vaping vape vapes | ysmygu
addiction: addicts alcohol alcoholic alcoholics substance misuse | alcohol
weight: obesity obese overweight | pwysau gordewdra
food: meal meals catering kitchen kitchens canteen nutrition menu hungry | bwyd prydau
clean: cleaning cleaner cleaners cleanliness domestic domestics | glanhau
parking: park car cars | parcio maes car
bus: buses minibus | bws bysiau
phone: phones telephone telephones ring rang rings call calls switchboard helpline | ffôn ffonio
letter: letters post correspondence leaflet leaflets | llythyr llythyrau
internet: wifi broadband website online | rhyngrwyd gwefan
interpreter: interpreters interpreting translator translators translation bsl | cyfieithydd cyfieithwyr cyfieithu
language: languages welsh | iaith cymraeg
money: cost costs spend spends spent spending pay pays paid price charge charges budget funding funded fee fees |
  arian cost gwario cyllid
close: closed closing closes closure shut shuts shutting | cau
open: opens opened opening reopen reopens reopened resume resumes | agor ailagor
merge: merger merging takeover | uno
sell: sold selling sale proceeds | gwerthu
contract: contracts outsource outsourced outsourcing privatised privatisation tender | contract
mend: mended repair repaired repairs broken fix fixed leak leaks | trwsio
waste: recycle recycling plastic | gwastraff ailgylchu
violence: violent assault assaults assaulted attack attacked abuse abused punched | trais ymosod
recruit: recruited recruiting recruitment hire hired hiring vacancy vacancies | recriwtio swyddi
abroad: overseas foreign international | tramor
data: records record notes confidential | cofnodion data
ai: artificial intelligence algorithm algorithms computer computers | deallusrwydd artiffisial
compensation: negligence claims damages litigation | iawndal
complaint: complaints complain complained | cwyn cwynion
fine: fined penalty | dirwy
dog: dogs pet pets animal animals | ci
consultant: consultants specialist specialists registrar | arbenigwr arbenigwyr
manager: managers executive executives exec execs ceo boss bosses director directors | rheolwr rheolwyr
bullying: bullied harassment harassed | bwlio
stress: burnout exhausted wellbeing morale | straen lles
fertility: ivf infertility | ffrwythlondeb
arthritis: rheumatology rheumatoid | arthritis
migraine: headache headaches migraines | meigryn
thyroid: endocrine endocrinology hormone hormones | thyroid
vein: veins varicose vascular | gwythiennau
allergy: allergies allergic immunology | alergedd
trans: transgender gender lgbt | trawsryweddol
homeless: homelessness | digartref
refugee: refugees asylum migrant migrants | ffoaduriaid
prison: prisoner prisoners inmates | carchar carcharorion
veteran: veterans | cyn-filwyr
school: schools pupils | ysgol ysgolion
rural: village villages countryside remote | gwledig pentref pentrefi
toilet: toilets loo loos lavatory lavatories | toiled toiledau
heating: boiler temperature cold freezing | gwresogi
noise: noisy loud | swn
deficit: overspend overspent overspending debt | diffyg
carbon: zero emissions climate green solar | hinsawdd carbon
mother: mum mam mums | mam
father: dad dads fathers | tad
drink: drinking water hydration | dŵr yfed
hospital: hospitals | ysbyty ysbytai
health: healthcare | iechyd
patient: patients | claf cleifion
enough: sufficient | digon
"""
# Grammar in Welsh, which says nothing about a subject either.
_GRAMMAR = """a ac ad ar am at ble beth bod bydd byddai cael ei eich ein eu fe fel felly fi fod fy fydd fyddai gan gyda
gael hi hon hwn hyn i iawn mae maer mai mewn mor mwy na nad neu ni nid o oedd oes ond oni pa pam pan pob pryd pwy rhwng
rhaid sut sy sydd syn trwy tua un wedi wnewch wrth y ydi ydy ydych yma yn yna yng ym yr ydyn faint"""
# What letters and posts put around a question.
_LETTERS = """again anybody anyone away came chair come considered date dear decide decided each ever every fair
faithfully first four glad hear heard here joke last madam nobody normal off ok one other plz pls really rumours saw see
seen sincerely sir somebody someone soon still three told true two u ur yours"""


def _forms(words: str, welsh: str) -> set[str]:
    return {*words.split(), *(form for word in welsh.split() for form in mutated(word))}


def _read(table: str) -> dict[str, str]:
    lines = table.replace("\n  ", " ").strip().splitlines()
    plain: dict[str, str] = {}
    for line in lines:
        word, _, others = line.partition(":")
        english, _, welsh = others.partition("|")
        plain |= {form: word for form in _forms(f"{word} {english}", welsh) if form not in plain}
    return plain


_PLAIN = _read(_TABLE)
SAYING_NOTHING = frozenset(f"{_GRAMMAR} {_LETTERS}".split())


def in_plain_words(words: list[str]) -> list[str]:
    """The same words without those that say nothing, each as the plain word it stands for, where it has one."""
    return [_PLAIN.get(word, word) for word in words if word not in SAYING_NOTHING]
