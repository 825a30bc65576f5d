"""What the model of names in Latin letters knows: given names, surnames, words that are no names."""

_split = str.split

GIVEN = frozenset(
    _split(
        """
        aaron abby abdul abdullah abena abigail adaeze adam adebayo adele aditi adrian agatha agnes
        agnieszka ahmad ahmed aiko aino aisha akash akiko akinyi alan albert alejandro alena alex
        alexander alexandra alexei alfred ali alice alicia alina alison aliyah ama amaka amanda amara
        amelia amina aminah amir amit amy ana anand ananya anastasia anders andre andrea andreas andrei
        andrew angela anil anita anja anke ann anna anne annette anthony antoine anton antonio anya
        aoife april arash arjun arthur arun arvind asha ashley ashok astrid audrey aurelia aurelie
        ayesha ayse babajide barbara bastien beatrice beatriz ben bence benjamin benoit bernard beryl
        beth bianca bilal bjorn blake bohdan bongani brandon brenda brian bridget bronwyn bruno bryan
        burak caleb cameron camille carl carla carlos carmen carol carolina caroline cassandra catarina
        catherine catriona cecil cecilia celeste cem charles charlie charlotte chiara chidi chioma chloe
        chris christian christina christine christopher chukwu ciaran claire clara claudia clifford
        colin connor corinne cormac cosmin craig cristina cynthia cyrus dale damian daniel daniela dario
        darius darren david deborah deepak demir denis dennis derek dermot desmond detlef diana diego
        dieter dimitar dimitri dina divya dmitri dominic donald donatella donna doris dorothy douglas
        dragan duncan dung dylan eamon ebony edgar edith eduardo edward edwin eero eileen elaine eleanor
        elena eleni eli elias elif elisa elizabeth ella ellen elodie emeka emi emil emilia emily emma
        emmanuel emre enrique eoin eric erica erik erin ernest esperanza esra esther ethan eugene eunji
        eva evan evelyn fabrizio faisal farah farai farid fatima fatma felipe felix femi femke fergus
        fernanda fernando filip fiona florence folake frances francesca francesco francis francisco
        frank fred frederick freya gabor gabriel gabriela gareth gary gavin gemma gennaro george georgia
        georgios gerald gethin ghada gianni gina giovanni gita giulia gladys gloria gopal goran gordon
        grace graham grant greg gregory greta gudrun guillaume guillermo gunther gustav gwen hafiz hala
        hamish hana hanna hannah hans harold harriet harry haruki haruto hassan heather hector heidi
        heike helen helena henrik henry herbert hicham hilda hiroshi holger holly horace howard hristo
        huda hugh hugo huong hussein hyun iain ian ibrahim ida ieuan ifeoma ignacio igor ikram ilse ilya
        imran ines ingrid inmaculada ionut irene irina iris iryna isaac isabel isabella isha istvan ivan
        ivy jacinta jack jackie jacob jacqueline jade jadwiga jaime jake jakub jamal james jamie jan
        jane janet janice jared jasmine jason javier jaya jean jeff jeffrey jelena jennifer jenny jeremy
        jerome jesse jessica jill jim jiri jisoo jiwoo joan joana joanna joao joaquin joe joel johan
        johann john jonas jonathan joost jordan jorge jose joseph joshua joyce juan judith judy julia
        julian juliana julie julien juliet jurgen jussi justin kamal kamau kamila kaori kareem karen
        karim karin karl katarina kate kateryna katherine kathleen katrin kavita keith kelechi kelly ken
        kenji kenneth kenta kenya kevin kgosi khalid kim kimberly kiran kirsten kofi kostas krishna
        kristen kumar kwame kyle lakshman lakshmi lalita lan lara lars laszlo latifa laura lauren
        laurence layla layth lea leah lee leela leila lena leo leon leonard leonardo lerato leslie lewis
        liam lidia lily linda linh lionel lisa ljiljana logan lorenzo lotte louis louise luc luca lucas
        lucia lucy luis luisa lukas luke lydia lynn maarten mabel maeve magda magnus mahmoud malik
        malika mandy manish manuel marc marcel marco marcus marek margaret maria mariam marie marina
        mario marion marjorie mark marko marta martha martin martina mary massimo mateo mathias matilda
        matteo matthew maurice max maxime maximilian maya meena megan mehdi mehmet mei melanie melissa
        mercedes mette mia michael michal michel michelle miguel mihai mika mikael mikhail mila milan
        milos minh minji miriam mohamed mohammad mohammed mohan molly mona monica morag morgan moses
        mpho muhammad mustafa muthoni mwangi mykola nadia naledi nancy naoko naomi nasser natalia
        natalie natasha nathan naveen neeraj neha neil nelson ngozi nguyet niamh nicholas nick nicola
        nicolas nicole nigel nikhil nikolai nina nisha njeri nneka noah nomvula noor nora norman nuno
        nurul obinna oisin oksana oleksandr olga oliver olivia olivier oluwaseun omar ornella oscar
        osman otieno otto oussama owen pablo padraig palesa pamela paola parisa patricia patrick paul
        paula pauline pavel pedro penelope percival petar peter petra philip phoebe phyllis pierre
        pieter pilar piotr pooja pradeep prakash prem priya quentin rachel radek rafael ragnar rahul raj
        rajesh rajiv rakesh ralph ramesh ramon rania raquel rashid ravi raymond rebecca regina rekha
        remi renata rene renzo reza rhiannon rhys ricarda ricardo richard rita robert roberto robin
        rocio rodrigo roger rohan rohit roisin roland roman ronald rosa rosalind rose rosemary rowan roy
        ruby rudo rui russell ruth ryan ryo sabine sabrina sachin said sakura salim sally salvatore sam
        samantha samir samuel sandeep sander sandra sanjay sanna sara sarah sasha satoshi scott sean
        sebastian selina seojun serena sergei sergio shane shannon shanti sharon sheila shirin shirley
        shreya sibusiso siddharth sidney sigrid silvia simon simone sinead siobhan sipho sita siti sofia
        solomon sonia sophia sophie soraya soren spyros stanley stefan stelian stella stephanie stephen
        steve steven stuart sungmin sunil sunita suresh susan sven svetlana swati sylvia takashi tamara
        tanya tapiwa tara tariq tatiana ted tendai teodoro terence teresa thabo thandi thandiwe thanh
        theo theodore theresa thi thiago thierry thomas tiago tim timothy tina tobias todd tom tomas
        tomasz tony torben tracy trang trevor tuan tunde turki tuula tyler uche uday uma ursula ute uwe
        vaclav valentina valeria vanessa varun vasco vera veronica vesna victor victoria vijay vikas
        vikram viktor vincent vinod viola virginia vivek vivian vladimir waleed walter wanda wanjiku
        wanjiru wendy wilhelm william winifred wojciech wolfgang xavier yara yash yasin yasmin yaw
        yiannis yoko yolanda youssef yuki yuri yusuf yvette yvonne zainab zanele zara zdenek zeynep zoe
        zofia zoltan zoran zsofia zubair zulkifli
        """
    )
)
SURNAMES = frozenset(
    _split(
        """
        abbott abdi abe abebe abiodun achieng adams adeyemi agarwal ahmed aitken akhtar al-farsi
        alexander ali allen almeida alvarez andersen anderson andersson andrews armstrong arnold
        ashworth atkinson austin bailey baker bakker balogun banda banerjee barker barnes barnett
        barrett bauer baxter becker begum bekele bell bennett berg bergman bernard bianchi bishop blake
        bose bradley brennan brooks brown bruno bryant bui burke burns butler byrne cameron campbell
        carlsson carpenter carr carroll carter castillo castro chambers chapman chatterjee chavez chopra
        choudhury christensen clark clarke cohen cole coleman collins colombo conti cook cooper costa
        cox crawford cruz cunningham da-silva dang das davies davis dawson day de-souza dean delgado
        desai diallo diaz dinh dixon dlamini donnelly dubois duncan dunn duong edwards elliott ellis
        eriksson espinoza evans eze farrell ferguson fernandes fernandez ferrari fischer fisher
        fitzgerald fleming fletcher flores ford forster foster fournier fox francis fraser freeman
        fuentes fuller gallagher garcia gardner george ghosh gibson gill girard gomes gomez gonzales
        gonzalez gordon graham grant gray green greenwood griffiths gruber guerrero gupta gutierrez
        haddad hall hamilton hansen hanson harper harris harrison hart harvey hassan hawkins hayashi
        hayes henderson henry hernandez herrera hill hoang hoffman hoffmann holmes howard huber hudson
        hughes hunt hunter hussain huynh ibrahim ito ivanov iyer jackson jacobs jain james jansen
        janssen jenkins jensen jimenez johansson johnson johnston jones jordan joseph joshi kamara
        kapoor kariuki karlsson kato kaur kaya keita keller kelly kennedy khan kim king klein knight
        kowalska kowalski kozlov kumar kuznetsov lambert lane larsen larsson laurent lawrence lawson le
        lee lefebvre leroy lewis lind lindberg lindgren lindqvist lloyd lopez lund macdonald mackenzie
        malik mancini marino marsh marshall martin martinez martins mason matthews mccarthy mcdonald
        mckenzie medina mehta meier mendes mendoza menon mensah meyer miller mills mishra mitchell
        mohamed moore morales moreau moreno morgan mori morris morrison moyo muller murphy murray mwangi
        müller nair nakamura natarajan navarro nelson newman nguyen nielsen nkosi novak novotny nowak
        nwosu o'brien o'connor o'neill o'sullivan obi odhiambo okafor okonkwo oliveira olsen olsson
        ortega ortiz osei owen owens palmer park parker parsons patel paterson payne pearson pedersen
        pereira perera perez perkins perry petersen peterson petrov petrova pham phan phillips pierce
        popescu popov porter powell price quinn rahman ramirez ramos rana rao reddy reed rees reid reyes
        reynolds ribeiro ricci richards richardson rivera roberts robertson robinson rodrigues rodriguez
        rogers romano romero rose ross rossi rousseau roux russell russo ryan sahin saito salazar
        sanchez sanders santos sato saunders schmidt schmitt schneider schulz schwarz scott shah shapiro
        sharma sharp shaw silva simmons simon simpson singh smirnov smith smith-jones snyder soto souza
        spencer stephens stevens stewart stone sullivan suzuki svensson takahashi tanaka taylor tesfaye
        thomas thompson thomson torres tran traore tremblay trinh truong tucker turner usman vargas
        vasquez vega vo volkov vu wagner walker wallace walsh ward warren washington watanabe watson
        watts weaver webb weber weiss wells west wheeler white wilkinson williams williamson wilson
        winter wolf wood woods wright yamada yamamoto yilmaz young zimmermann
        """
    )
)
# Surnames as Chinese persons write them: pinyin, Cantonese, Hokkien and Wade-Giles forms.
PINYIN_SURNAMES = frozenset(
    _split(
        """
        bai cai cao chang chen cheng cui dai deng ding dong du duan fan fang feng fu gao gong gu guo han
        hao he hong hou hu huang jia jiang jin kang kong lai lei li liang liao lin liu long lu luo lü ma
        mao meng mo ni nie niu pan pang peng qi qian qiao qin qiu qu ren shao shen shi song su sun tan
        tang tao tian tong wan wang wei wen weng wu xi xia xiang xiao xie xing xiong xu xue yan yang yao
        ye yi yin yu yuan yue zeng zhai zhan zhang zhao zheng zhong zhou zhu zhuang zou zuo ouyang sima
        zhuge shangguan situ chan cheung chow choi chu chung fong fung ho hui ip kan kwan kwok kwong lam
        lau law leung lo lui lung mak mok ng ngai poon siu szeto tam tsang tse tsui wong yeung yip yiu
        yuen yung au chua goh koh lim neo ong png quek seah sim soh tay teo toh yeo kuo hsu hsieh tsai
        tseng chiu hsiao chien chuang chiang chou lien yeh
        """
    )
)
_INITIALS = _split(
    """
        b p m f d t n l g k h j q x zh ch sh r z c s y w
    """
)
_FINALS = _split(
    """
        a o e i u v ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing iong ua uo uai ui uan un
        uang ue er
    """
)
_PINYIN = frozenset(
    {first + last for first in _INITIALS for last in _FINALS}
    | {"a", "ai", "an", "ang", "ao", "e", "en", "er", "ou"}
)
# Syllables of Cantonese and Taiwanese given names that pinyin does not have.
_OTHER_SYLLABLES = frozenset(
    _split(
        """
        ah bee boon cheng chong choon eng geok guan hock hwa hwee joo kar kia kiat kok kow lay leng lian
        mui seng siang siew soon swee teck wee yew yoke kwok kit ka lai man mei ming on pui sau siu suk
        sze tak tsz wah wai wing yee yiu yuk hoi kin lok hei chi chun ching hin hon ho kei kam kuen kwan
        lik lung oi po shun tin wan yan yat yin hui shu fen hsin hsiu chih chieh jung tzu yu ling hua
        kai
        """
    )
)
SYLLABLES = _PINYIN | _OTHER_SYLLABLES
TITLES = frozenset(
    _split(
        """
        mr mr. mrs mrs. ms ms. miss dr dr. mx mx. prof prof. sir madam madame
        """
    )
)
PARTICLES = frozenset(
    _split(
        """
        de la van von der den da dos do di del bin binti binte bte s/o d/o a/l a/p ap ferch le al el ibn ben ter y
        """
    )
)
# Roles that announce a name right before it; words of persons that follow one.
ROLES = frozenset(
    _split(
        """
        customer client beneficiary holder cardholder accountholder payee payer remitter sender recipient victim
        suspect mule applicant driver owner contact name named called alias complainant claimant borrower
        guarantor director shareholder employee manager teller cashier accomplice witness caller tenant landlord
        passenger student resident spouse wife husband son daughter brother sister mother father friend
        colleague nominee trustee signatory user subscriber analyst agent officer attorney lawyer accountant
        registered impersonating impersonated interviewed cousin uncle aunt niece nephew grandson granddaughter
        grandfather grandmother partner boss neighbour neighbor fiance fiancee girlfriend boyfriend tutor nurse
        courier broker clerk engineer teacher secretary treasurer supervisor businessman businesswoman pensioner
        retiree man woman lady gentleman individual person investor lender debtor creditor co-signer cosigner
        insured policyholder donor subject defendant plaintiff culprit fraudster scammer impostor imposter
        handler recruiter trader merchant vendor seller buyer guest arrested identified as believes believe
        against mr mrs ms miss dr
        """
    )
)
PREPOSITIONS = frozenset(
    _split(
        """
        by to for with of and from is was that via between both contacted informed asked told advised
        paid called emailed phoned alleges through or
        """
    )
)
PERSONAL_VERBS = frozenset(
    _split(
        """
        phoned said told denied withdrew admitted signed resides lives lived born aged called reported
        claimed confessed complained visited walked travelled applied received opened logged who whose
        controls owns works worked registered refused insisted recalled stated claims says denies
        controlled transferred deposited paid sent appeared presented posed pretended contacted emailed
        confirmed instructed requested shared bought sold borrowed
        """
    )
)
HUMAN_VERBS = frozenset(
    _split(
        """
        admitted aged born confessed denied lived lives phoned resides told travelled walked
        """
    )
)
VERBS = frozenset(
    _split(
        """
        was is has had were and will would may did does could via from at on in of after before when
        while with under as shares share holds held uses used lost made asked to
        """
    )
)
# Words that begin a sentence or name a thing, an office, a place or an organisation.
ORGANISATION_WORDS = frozenset(
    _split(
        """
        bank banking ltd limited inc plc gmbh llc pte pay payment payments lending wealth fund funds
        service services care center centre support group company co corp corporation account accounts
        security securities commercial custody capital finance financial holdings authority bureau
        department ministry protocol server system systems number identity data transaction transactions
        card cards device website page portal rural platform profile spoofing phishing impersonation
        trust savings mutual insurance assets digital remittance exchange brokers brokerage markets
        partners solutions technologies technology tech software network networks university college
        school hospital police court association foundation institute committee council federation union
        society agency club team unit office operations compromise business fraud alert report risk
        campaign festival holiday festivals malware ransomware trojan stealer loader framework
        strike operation project advisory bulletin fintech crypto wallet coin token bond bonds index
        scheme plan product growth saver app application applications store market shop hotel airlines
        airways logistics express post courier parcel tax customs revenue immigration embassy consulate
        government republic kingdom states nations
        """
    )
)
PLACE_WORDS = frozenset(
    _split(
        """
        road street avenue lane drive crescent close square terrace way place gardens garden boulevard
        walk row mews quay harbour harbor bay island islands river lake mountain mountains valley beach
        bridge airport station tower house building mansion estate district city county province town
        village region coast port north south east west central new hong kong kowloon singapore taiwan
        china chinese mainland london york paris tokyo beijing shanghai guangdong shenzhen europe asia
        africa america american european british english french german japanese macau macao taipei
        dublin rotterdam geneva leeds bristol springfield saudi arabia arabian emirates united korea
        korean japan india indian russia russian iran iranian israel israeli ukraine ukrainian brazil
        mexico canada australia australian france germany italy italian spain spanish turkey vietnam
        vietnamese thailand thai malaysia malaysian indonesia philippines pakistan egypt nigeria kenya
        los angeles san francisco washington moscow delhi mumbai seoul sydney toronto berlin madrid rome
        guangzhou hangzhou nanjing chengdu wuhan tianjin chongqing latin middle eastern western northern
        southern
        """
    )
)
NOT_NAMES = frozenset(
    _split(
        """
        the a an this that these those he she it they we you i my our your his her its their there here
        what when where which who why how all any both each every few many most other some such no not
        only own same so than too very can will just should now please kindly according after before
        during since until while because although though if unless but and or nor for yet at by from in
        into of off on onto out over to up with within without about above across against along among
        around as behind below beneath beside between beyond despite down except inside like near
        outside past per through throughout toward under underneath upon via customer client victim
        suspect beneficiary holder payee payer sender recipient remitter applicant driver owner contact
        name email e-mail phone mobile tel fax address passport national id hkid home return permit
        order reference merchant call date birth dob born card iban swift bic alipay wechat qq weixin
        telegram whatsapp signal facebook twitter google apple microsoft amazon paypal visa mastercard
        unionpay vehicle plate handset imei mac ip session login device rule indicator indicators funds
        money credit debit period full first last middle given family surname names contacts details
        note notes subject title re fw fwd dear hello hi thanks regards sincerely yours monday tuesday
        wednesday thursday friday saturday sunday january february march april may june july august
        september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring
        summer autumn winter morning evening today yesterday tomorrow resident identity number code
        compliance internal external customer's client's analysis summary description incident case
        ticket attachment appendix table figure section part chapter urgent important warning notice
        update mule accomplice complainant caller analyst agent officer director manager president
        chairman chief executive senior junior vice secretary treasurer head lead staff police inspector
        detective sergeant judge mainland travel old-format old new add data victim's two three four
        five six seven eight nine ten several another someone nobody everyone january's mr mrs ms miss
        dr prof sir madam true false null none yes and/or asia pacific golden silver blue red green
        black white dark light big small great good best better super ultra mega ceo cfo cto ciso coo hr
        pr freeze block review check verify investigate interviewed transfer transferred paid sent
        received opened closed flat unit room apartment suite blk tower floor level
        """
    )
)
