"""Names, handles and organisations as people sign with, each with what a careful moderator would want pointed out.

Written before names were looked through for more than personal details. OURS is the board they are sent to. TUNED were
looked at while the rules were made; of UNSEEN only the figures were, at the end.
"""

from __future__ import annotations

from board_qa.domain.text.flags import Kind
from tests.measures.flag_set import ABUSE, BORN, EMAIL, NHS, PHONE, POSTCODE, asked

POSES = Kind.IMPERSONATION
OURS = "Anytown University Hospitals NHS Foundation Trust"

CLEAN = [asked(name) for name in (
    "Jo Bloggs", "Sam J", "Dr A. Brown", "Mrs Cockburn", "Dick Cheeseman", "Fanny Shufflebottom", "Shital Patel",
    "Rohan Wankhede", "Prof. Chi Fu Kuang", "Wang Fuk", "Mike Hunt-Evans", "Siân Llywelyn-Jones", "Cllr Jane Smith",
    "Scunthorpe Carers’ Group", "Penistone Residents @penistone_res", "Friends of Essex", "Pat Chairman",
    "Alison Director-Jones", "Anytown Residents’ Association", "Anytown Carers", "Keep Our NHS Public Anytown",
    "@anytown_carers", "University of Anytown", "Anytown Hospital League of Friends", "Anytown Gazette",
    "@scunthorpeman", "A concerned resident", "Anonymous", "Anon", "Member of the public", "Unison, Anytown branch",
    "Healthwatch Anytown", "Mr N. H. Sanderson", "Boardman", "Nick Board", "Rev. Chairo Adeyemi", "Mod Singh",
    "Ade Moderate", "Chief Okonkwo", "Ward 7 Old Boys FC", "K. Executive", "Admira Begum", "Hostettler", "Anna Host",
    "Secretary, Anytown Allotment Society", "Chair, Friends of Elm Park", "Chair of governors, Hill School",
    "ceolwulf @ceolwulf", "NHS worker", "A nurse", "Retired GP", "Dr Kunte", "María Concepción", "Наталя Шевченко",
    "王芳", "Þóra Ægisdóttir", "Cadeirydd Jones", "Dai the Milk", "@bobbyshitole", "Ana Lytton", "Essex Girl",
    "Governor of HMP Anytown", "Parent of three", "@nhs_nurse_jo", "Trustee, Anytown Mind",
)]  # fmt: skip

TUNED = (
    *CLEAN,
    *(asked(name, POSES) for name in (
        "The Chair", "chair", "Chair of the Board", "The Chairman", "Chairwoman", "The Chief Executive", "CEO",
        "Chief Exec", "Chief Executive Officer", "Interim Chief Executive", "Medical Director", "Director of Finance",
        "Chief Nurse", "Chief Operating Officer", "Company Secretary", "Board Secretary", "The Board", "NHS England",
        "nhsengland", "@NHSEngland", "NHS Improvement", "NHS Wales", "Department of Health and Social Care", "DHSC",
        "Care Quality Commission", "CQC", "Secretary of State for Health", "The Minister", "Moderator", "moderators",
        "@the_moderator", "Admin", "Administrator", "Comms team", "Anytown University Hospitals NHS Foundation Trust",
        "Anytown University Hospitals", "Anytown University Hospitals Trust @AnytownUH",
        "@AnytownUniversityHospitals", "Anytown Univ. Hospitals NHS FT", "Official Anytown University Hospitals",
        "The Ch4ir", "T h e C h a i r", "TheChair @the_chair_2026", "@RealChiefExec", "CH\u0410IR", "Nhs Engl\u0430nd",
        "Cadeirydd y Bwrdd", "Y Cadeirydd", "Prif Weithredwr", "GIG Cymru", "Cymedrolwr", "Jo Bloggs, Chief Executive",
        "Jo Bloggs (Chair)", "Practice helper, on behalf of the Chair", "Question collector", "Board Q&A team",
    )),
    *(asked(name, ABUSE) for name in (
        "Sh1t Show", "Fuck The Board", "@fuckthetrust", "F*ck You", "Wankers United", "Bunch of Cunts", "C U Next Twat",
        "@youcunts", "Useless Idiots", "Board of Morons", "@boardofmorons", "TheBullshitDetector", "Arsehole Watch",
        "You Lying Scum", "@TheFuckingBoard", "Burn In Hell", "Mr Dick Head, dickhead", "Total B*llocks", "Sʜit Show",
    )),
    asked("The Shit Chair", ABUSE, POSES),
    asked("Jo 07700 900123", PHONE),
    asked("jo@example.org", EMAIL),
    asked("Jo Bloggs, 12/03/1956", BORN),
    asked("J Bloggs NHS 999 613 5241", NHS),
    asked("Jo Bloggs, 3 Bryn Road, CF10 3AT", POSTCODE),
    asked("@jo_07700900124", PHONE),
)  # fmt: skip

UNSEEN = (
    *(asked(name) for name in (
        "Rhys Chairwell", "Directory Enquiries Choir", "Amit Dikshit", "Nadine Dorries-Smith", "Boardgame Club",
        "Anytown Parents Forum", "Managing Diabetes Together", "Mx Taylor", "Execs Out campaigner Ann", "Cox, B.",
        "Chair, Anytown Patients’ Group", "Paki Hinemoa Te Rangi", "@hospitalcornerstitch", "Fuchs & Sons",
        "Minister of St Mark’s Church", "@modelrailways", "Bishop of Anytown", "Assistant Head, Hill School",
    )),
    *(asked(name, POSES) for name in (
        "Vice Chair", "Acting CEO", "@nhs_england", "The Trust Board", "Director of Nursing", "Non-Executive Director",
        "Meeting moderator", "NHS Anytown University Hospitals", "Chair, Anytown University Hospitals", "Site admin",
        "Y Bwrdd", "Office of the Chief Executive", "Health Secretary", "@officialchair",
    )),
    *(asked(name, ABUSE) for name in (
        "Sack the Tossers", "@boardwankers", "Sh!t for Brains", "Liars and Thieves", "@trustisbullsh1t", "Motherf*cker",
    )),
    asked("ring 01632 960146", PHONE),
    asked("Jo (jo at example dot org)", EMAIL),
)  # fmt: skip
