"""Words that are written with a capital and are no names: a name of two unknown words is likelier without them."""

import re

_split = str.split

ORDINARY = frozenset(
    _split(
        """
        able access account accounts action active activity adult advance advanced advice affairs africa african agency agent air
        alarm alert alerts algorithm all alliance alpha alpine amber american analytics anchor angel animal annual annuity answer
        apex app apple application apps arabia arctic area argentina arm army arrow art ash asian asset assets assist atlantic atlas
        atm audit august aurora australia australian austria auto autumn avenue award baby back balance balanced ball baltic band
        bank banking bar base basel basic basin bay beach beacon bear beauty beijing belgium bell benefit berlin beta betting big bill
        billing bird birch bit bitcoin block blockchain blue board boat body bond bonds bonus book border boston bot box boy brand
        brazil breach break bridge bright britain british broad broadband broker bronze brook browser brussels budget builder
        bull bureau burst bus business butterfly buy cable cafe california call canada canadian canal cancel canvas cap cape capital
        car card cards care caribbean cargo cart case cash castle casino catalyst cedar cell center central century certificate chain
        chair challenge champion chance change channel charge charter chat check cheque cherry chicago child children china chinese choice
        christmas church cinema circle citizen city civil claim claims class classic clean clear client climate clinic clock cloud club
        coast coastal coffee coin cold collect college colony color column comet comfort command commerce commercial commodity common
        community company compass complete computer condor connect consumer contract control cool copper coral core corner corporate
        correspondent cost council count country county couple coupon courier course court cover crane credit creek crest crime
        crisis criminal cross crown cruise crypto crystal cup currency current custody customer customs cyber cycle daily dairy
        dark data date dawn day days deal debit decision deep defence defi delta demand demo department deposit deposits desert design
        desk detail development device diamond diesel digital direct directive discount distance dividend division dna doctor document
        dollar dome double dove down dragon dream drive drop drug dual dubai duty dynamic eagle earth east eastern easy eco economy edge
        editor education eight elder election electric element elite email ember emerald empire employee energy engine english enterprise
        entry epic equity error escrow essential estate euro europe european event evergreen every exchange executive expert
        export express extra eye face factor factory fair faith falcon family far farm fast father feature federal feed field file
        final finance financial find fine fintech fire firefox first fish five fix flag flash flex flexi flight floor florida flow
        flower focus food foot force foreign forest forex form fort fortune forum forward foundation fountain four fox frame france
        fraud free freedom freight french fresh friday friend front frontier fruit fuel full fund funds fusion future galaxy gallery
        game gaming garden gas gate gateway gem general german germany gift glacier glass global globe go gold golden golf good google
        government grand granite graph gray great greek green grey ground group growth guarantee guard guardian guide gulf hand happy
        harbor harbour hard harvest hawk head health heart heavy heritage high highland hill history holiday home honey hong horizon
        horse hospital host hot hotel hour house housing human hunter ice idea identity image impact imperial import inc income index
        india indian indigo indonesia industrial industry infinity information initial inn inner innovation input insight instant
        institute insurance integrity interest internal international internet invest investment investor invoice ios iphone ireland
        irish iron island issue italian italy item ivory jade japan japanese jet job joint journal judge jump junior jupiter justice keep
        key kick kids king kingdom knight knowledge kong korea korean kyc label lab lady lake land lane large laser last late latin
        launch law lead leaf league learning lease ledger left legacy legal leisure lending level liberty library licence license
        life lifetime light lime line link linux lion liquid list live loan loans local lock log logic london long lotus love low
        loyal loyalty lucky lunar macau machine magic magnet mail main major malaysia malware manager mandate manor manual map maple marble
        march margin marine market markets mars mass master match matrix maximum media medical medium mega member mercury mercy
        merger meridian messenger metal metro mexico micro middle midnight military mill millennium mind mine mini mining mint minute mirror
        mission mobile mode model modern moment monday money monitor monthly moon morning mortgage mother motor mountain mouse move movie
        multi museum music mutual name nano nation national nature navy near net network neutral new news next night nine nine noble
        nordic normal north northern northwest note nova number oak oasis ocean october off offer office officer offshore oil olive one
        online open opera operation opportunity optimum option options oracle orange orbit orchard orchid order ordinary orient original
        other outlook output oxford ozone pacific pack package page palace palm panda paper parcel paris park partner partners party
        pass passport past patch path pay payment payments payroll peace peak pearl pen pension people perfect personal petrol pharma phase
        phishing phoenix phone photo pier pilot pin pine pink pioneer pipeline pixel place plain plan plane planet plant plastic platform
        platinum play plaza plus pocket point polar police policy pool pop port portal portfolio post postal pound power prairie
        premier premium press prestige price pride primary prime prince principal print privacy private prize process product products
        profile profit program progress project promise property prospect protection proxy public pulse purple push pyramid quality
        quantum quarter quartz queen quest quick quiet race radar radio rail rain rainbow ranch random range ransomware rapid rate rates
        raven ray ready real rebate recovery red reef refund regional registry release relief remote renewable rent report republic
        request rescue research reserve resort resource response retail retirement return revenue review reward rewards rich ridge
        right ring rise risk river road robot rock rocket room root rose rotterdam round route royal ruby rule rules run rural russia
        russian safe safety sage sail sale sales salt sand sapphire saturn save saver savers saving savings scale scam school science scout
        screen sea search season seattle second secret section sector secure security seed select senior sense sentinel september
        sequoia series server service services session settlement seven shadow shanghai share shared shares shark shell shenzhen shield
        shift shine ship shop shopping shore short show side sierra sight sign signal silent silk silver simple singapore single sister
        site six sky sleep slow small smart smooth snow social society soft software solar solid solution solutions sound source
        south southern space spain spanish spark special speed spirit split sport sports spot spring square stable staff stage standard
        star start startup state statement station status steady steel step sterling stock stocks stone stop storage store storm
        strategic strategy stream street strength strong structured student studio style subject submarine subscription sugar summer
        summit sun sunday sunny sunrise sunset super supply support supreme sure surf surplus swift swiss switch sydney system systems
        table tablet tag taiwan talent tango target task tax team tech technology telecom temple ten term terminal test texas thai
        thailand theatre third three thunder ticket tide tiger time titan title today token tokyo top topaz total touch tour tower town
        track trade trader trading trail train training transfer transit transport travel treasure treasury tree trend trial triangle
        tribune trident trojan tropical trust trusted tulip tundra tunnel turbo turkey twin two type ultimate ultra umbrella union
        unit united unity universal universe university update upper urban user utility vacation valley value van vanguard vault vector
        vehicle velocity venture venus verified version vertex victory video view village vintage violet virtual virus visa vision
        vista vital voice volcano voyage wage wallet wallets war warehouse water wave way wealth weather web week weekly welcome
        west western whale wheat wheel white wholesale wi-fi wide wild willow win wind window windows wing winner winter wire wireless
        wise wolf women wonder wood work workplace world yard year yearly yellow yen yield young youth zen zero zone
        """
    )
)
_ENDING = re.compile(
    r"(?:ings?|tions?|sions?|ments?|ness|ity|ities|ances?|ences?|wares?|ables?|ibles?|less|ful|ships?|ised|ized|ously?|ous|ives?|icals?|isms?|ology|ics|phones?|books?|pay|coins?|banks?|soft|tech|net|app|chain|cloud|card|fund|care)$"
)


def is_ordinary(word: str) -> bool:
    """Tell whether a lower-case word is one of the language rather than somebody's name."""
    return word in ORDINARY or (len(word) > 5 and _ENDING.search(word) is not None)
