"""More given names and surnames in Latin letters, by the parts of the world they are common in."""

_split = str.split

GIVEN = frozenset(
    _split(
        """
        babatunde adewale adeola ayodele bolanle chinedu chinonso chukwuemeka damilola ebere efua ekene esi femi funke
        ifeanyi ikenna kehinde kunle kwabena kwasi nkechi nnamdi obi olamide olumide oluwatobi onyeka sade segun taiwo temitope
        tobi tunde uche uchenna wale yaa yemi zainab abebe almaz bekele dawit hirut selam tesfaye tigist wanjiku wambui
        kipchoge achieng atieno kiprop thabo sipho themba nomsa lindiwe zanele thandi tendai tatenda rudo
        aarav aditya ajay akhil amrita anita anjali ankit ankita anushka aparna archana ashwin bhavna chandra chetan deepa deepika
        devi dinesh ganesh gaurav harish hari harsha indira jagdish jyoti kalpana kartik kunal lata mahesh malini manoj meera
        mukesh nandini naresh narayan neelam nitin padma pallavi parvati pranav prasad preeti priyanka radha raghav rajan rajendra
        rohini rupa sandeep sangeeta sanjay santosh sarita satish savita shankar shanti shilpa shreya siddharth sita smita sneha
        sonia srinivas subhash sudha sunita suresh sushma swati tanvi tarun uday uma usha vandana varun venkat vidya vijay vikas vikram
        vinod vishal yash harpreet gurpreet manpreet jaspreet simran balwinder kuldeep amandeep navdeep
        siti nurhaliza nurul aminah hafizah faridah norhayati rosmah zainal zulkifli azlan azman faizal hafizuddin haziq iskandar izzat
        kamarul khairul mohd muhamad nazri razak ridzuan roslan rosli shahrul syafiq syed wan yusof zaki zulhilmi agus bambang budi
        dewi dian eko endang fitri hendra indah intan joko kartika lestari putri rina sari slamet sri sukma susanti teguh wahyu
        wayan ketut nyoman yanti yudi ayu citra rizky
        nguyen thi minh anh hoa huong lan mai ngoc phuong quynh thao thuy trang tuan tuyen vinh bao hieu hung khanh kiet
         phuc quang thanh thinh trung viet xuan yen
        maricel jomar rodel marites rowena jocelyn analyn jhun rolando reynaldo rodolfo danilo arnel rommel liezl lourdes corazon
        somchai somsak suda malee niran anong kanya siriporn wichai prasert thaksin nattapong pimchanok apinya chaiwat
        aung thida zaw hla khin moe thein kyaw soe
        oleksandr andriy bohdana dmytro halyna ihor kateryna kostiantyn larysa lesia liudmyla maksym mariia nadiia oleh oleksii olena
        roksolana ruslan sergiy serhii sofiia stepan svitlana taras tetiana vadym valentyna vasyl viktor viktoria vitaliy volodymyr
        yaroslav yevhen yulia yuriy zoryana dmitry dmitriy sergei sergey svetlana tatiana tatyana vladimir yekaterina yelena yevgeny
        yuri igor lyudmila galina nikita anatoly arkady boris denis fyodor gennady konstantin leonid maxim oleg pavel roman stanislav
        timur valery vasily vladislav vyacheslav zoya aigerim aizhan alibek askar bolat daniyar dinara gulnara nurlan saule serik
        zhanna bakyt rustam shavkat dilshod gulnora jamshid nodira otabek aziz farrukh
        mirela vesna zlatko branka dejan goran ivana jasna jovan katica marija mirjana nemanja nikola petra predrag radmila slavica
        snezana srdjan stefan tanja tomislav vladan zeljko zoran zorica ioana mihaela bogdan catalin cristian dumitru florin gheorghe
        laurentiu madalina marius nicoleta radu razvan simona stefania vasile viorel georgi ivaylo kalina plamen radka stoyan todor
        yordan zdravko agata aleksandra bartosz beata dorota ewa grzegorz jacek jaroslaw jerzy justyna kamil katarzyna krzysztof
        lukasz maciej magdalena malgorzata marcin mariusz mateusz michalina monika pawel przemyslaw rafal ryszard slawomir
        stanislaw szymon tadeusz tomasz wieslaw wojciech zbigniew zofia bozena
        abderrahim abdelkader amine anouar aziza bachir brahim driss fadwa faycal fouad ghizlane hakim houda ilham jalal karima khadija
        laila lamia mounir mourad nabil naima nawal noureddine rachid reda saida salma samira sofiane tarek wafa yassine younes zahra
        zineb abbas adnan amjad asma bashir dalia fadi farida ghassan haitham hamza hassan hisham iman jawad kareema lubna mansour
        marwan mazen mona muna nadim nasir nizar osama qasim rafiq rana rashida rima sadiq salah samir sami sana tariq waleed walid wasim
        yasir yasmin yusra zaid ziad parviz shirin farhad nasrin behrouz dariush fereshteh golnaz hossein kaveh laleh mahsa mehrdad
        nima parisa reza roya saeed shahram soraya azadeh aylin baris busra cansu ceren deniz ece emine engin fatih gizem gokhan
        hakan hatice hulya kemal meltem merve murat nazli nur onur orhan ozge selin serkan sibel tolga tugba umut volkan yagmur zehra
        zeynep bilge ilker
        aoi asuka ayaka ayumi chiaki chihiro daichi daiki daisuke eiji emiko fumiko goro hajime haruka haruna hayato hideki hideo hikaru
        hina hiro hiroki hiroko hisashi hitomi ichiro isamu itsuki jiro jun junko kaito kana kanako katsumi kaito kazuki kazuko kazuo
        keiko ken kenichi kenji kiyoshi koji kosuke kyoko mai maiko makoto mami manabu mariko masaki masako masao masaru mayumi
        megumi michiko midori miho mika miki minako minoru misaki mitsuo miyuki mizuki momoko nana nanami naoki nobuko noriko osamu
        reiko ren riko rina risa ryosuke ryota sachiko saki satoko satomi satoru satoshi sayaka seiji shigeru shinji shinichi shiori
        shizuka shota shun sora sota susumu tadashi takahiro takako takashi takeo takeshi takumi taro tatsuya tetsuya tomoko tomomi
        toru toshio tsubasa tsuyoshi yamato yasuko yasuo yoko yoshiko yoshio yota yui yuka yukari yuki yukiko yukio yumi yumiko yuna
        yuri yusuke yuta yutaka yuto haruto
        helene thibault baptiste clemence corentin damien delphine dominique elise estelle fabien fabrice florian gaelle gilles hortense
        jeremie laetitia leonie lucie ludovic manon marion mathieu maud melanie mireille noemie olivia pascal perrine philippe
        quentin regis sebastien severine solene sylvain sylvie thierry valentin vincent virginie yann yves anneke bart bram dirk
        eline fenna floor gerrit hendrik ineke jeroen joris karel koen lieke maaike marijke marloes niels pim ruben sanne sjoerd
        sven thijs tijmen wouter annika astrid bengt bjorg britta eirik frida gunnar gunilla hakon hanne helge henning inge inger
        ingvild jens jorgen kari kirsi knut lasse leif linnea magnhild malin marit mikkel nils oddvar ole oskar per pernille petter
        rasmus rune sigrid signe sissel solveig stig svein tone torbjorn tore trine ulf ulrika vidar aino antti eeva eija hannu heikki
        ilkka jari jukka juha kaisa kalle katja lauri mikko minna outi pekka pirjo riikka riitta sami sari tapio teemu timo tuula
        ville alessandra alessandro alessia antonella antonino beppe carmela cinzia claudio cristiana daniele davide domenico emanuela
        enzo eleonora federica federico filippo flavia gabriele giacomo giorgia giorgio giuseppe gianluca ilaria leonardo lorenza
        luigi marcello maurizio michela michele mirko monica nicolo ottavia paolo piero raffaele riccardo rosaria sandro serena
        silvia silvio simone stefano tommaso umberto valentina valeria vincenzo vittoria vittorio alonso alvaro andres angeles arturo
        begona belen consuelo cristobal dolores encarnacion ernesto esteban eugenio fabiola fermin francisca gustavo hugo ines
        jimena joaquina julio leticia lola lorena luciana magdalena manuela marcela mariana maricarmen marisol mauricio mayte montserrat
        nieves noelia nuria octavio pablo paloma paula rafaela ramiro raul ricardo rosario salvador sancho santiago sergio silvio
        sofia susana teresa tomas trinidad vicente victoria virginia ximena yolanda adriana afonso alexandre bruna caio carolina
        catarina cesar claudia debora diogo duarte edson eduarda fabio fernanda gabriela goncalo helder heitor henrique igor isadora
        joana leandro leticia luana lucas luiza marcela mariana marcio mateus miguel murilo natalia nelson nuno otavio patricia
        paulo pedro rafaela renan renato rita rodrigo rosangela rui sandra sonia tatiana telma thiago tiago valdemar vania vasco
        vitoria wagner wellington
        beatrix bertie cedric clement clive colleen conrad cressida cyril deirdre delia dorian edmund elaina elspeth ethel
        felicity fraser frederic freddie geraint geoff geoffrey georgina gilbert gillian giles glenn gwyneth hattie hazel
        imogen ingram isla jasper jocelyn jolene josie juliette kirsty lachlan leanne leigh lorna lorraine lyndon mabel mackenzie
        maisie malcolm marcia maureen mavis miranda monty morwenna muriel neville nigella norma oonagh orla osbert percy philippa
        piers poppy prudence quinn rafferty reginald roderick rodney roderic rosalie rowena rufus rupert sadie saoirse seamus
        selwyn shaun shauna sheila sian sinead sorcha stuart tabitha tamsin thelma theo theresa tilda tristan ursula vera
        vernon wallace wendell wilfred winifred winston yvette zachary zara zelda
        """
    )
)
SURNAMES = frozenset(
    _split(
        """
        adeyemi adebayo adeleke afolabi agu akande akinola akintola anyanwu appiah asante awolowo ayodele azikiwe balogun bello boateng
        chukwu danjuma egwu eze ezekiel ibekwe igwe iwu kamara kenyatta kimani kone koroma lawal mensah mbeki mokoena moyo mugabe musa
        mwangi ndlovu nkosi nwankwo nwosu obasi odhiambo ogunleye ojo okafor okeke okonkwo okoro okoye olawale onyango osei otieno owusu
        salami sesay sithole sow tekle toure traore usman wanjiru yusuf zulu zuma diallo diop ndiaye keita cisse dlamini mahlangu botha
        acharya agarwal aggarwal arora bajaj banerjee basu bhatia bhatt bhattacharya bose chakraborty chatterjee chauhan chopra chowdhury
        das dasgupta desai deshmukh deshpande dhawan dutta dubey gandhi ganguly ghosh gill goel gokhale gupta iyer iyengar jain jha joshi
        kapoor kapur kaul kaur khanna khatri kohli kulkarni kumar lal mahajan malhotra mathur mehra mehta menon mishra mistry mittal
        mukherjee murthy nadar naidu naik nair nambiar narang narayan nayak pandey parekh parikh patel pathak patil pillai prasad rai
        raman ramachandran ramanathan rana rao rastogi rathore ravindran reddy roy sahni saini sandhu sarin sarkar saxena sen sethi
        shah sharma shetty shukla singhania sinha sodhi sridhar srinivasan srivastava subramaniam sundaram suri tandon thakur tiwari
        trivedi upadhyay varma varghese venkataraman venkatesan verma vyas wadhwa yadav perera fernando silva jayawardena wickramasinghe
        gunawardena bandara dissanayake rajapaksa gurung thapa tamang shrestha rai lama sherpa hossain rahman chowdhury islam uddin
        khatun begum akter khan malik qureshi siddiqui sheikh shaikh ansari mirza baig butt chaudhry bhutto javed iqbal hussain
        abdullah ahmad hassan ibrahim ismail kassim latiff mahmud omar osman othman razali salleh samad shafie sulaiman talib yaacob yusoff
        zakaria harun wijaya santoso susanto setiawan hidayat nugroho pratama saputra siregar simanjuntak sitorus nasution lubis harahap
        kusuma gunawan halim hartono lim salim suharto sukarno wibowo utomo purnomo
        nguyen tran pham huynh hoang phan vu vo dang bui do ngo duong ly trinh dinh doan lam truong
        santos reyes cruz bautista ocampo garcia mendoza torres castillo flores villanueva ramos castro rivera aquino navarro salazar
        mercado aguilar pascual manalo magsaysay macaraeg dimaculangan lacson tolentino delos
        kim park choi jung jeong kang cho yoon yun jang lim shin seo kwon hwang ahn hong ryu yoo bae nam noh chung
        sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura
        hayashi shimizu saito yamazaki mori ikeda hashimoto abe ishikawa maeda fujita ogawa goto okada hasegawa murakami kondo ishii
        sakamoto endo aoki fujii nishimura fukuda ota miura fujiwara okamoto matsuda nakagawa nakano harada ono takeuchi kaneko wada
        nakayama ishida ueda morita shibata sakai kudo yokoyama miyazaki miyamoto uchida takagi ando taniguchi ohno maruyama imai takada
        fujimoto takeda murata ueno sugiyama masuda hirano otsuka chiba kubo matsui iwasaki sakurai noguchi nomura kikuchi arai
        aydin demir dogan kaya kilic koc kurt ozdemir ozturk polat sahin simsek tekin yildiz yildirim yilmaz arslan aslan celik cetin
        erdogan gunes karaca korkmaz
        haddad khoury nassar saleh mansour farouk hamdan najjar sabbagh shaheen zayed benali bouazza chaoui cherkaoui elamrani elidrissi
        fassi hamidi idrissi lahlou mansouri naciri ouali saidi tazi ziani ahmadi hosseini karimi mohammadi moradi rezaei tehrani
        sadeghi jafari ghorbani
        andersson bergstrom eriksson gustafsson johansson karlsson larsson lindberg lindqvist lundgren nilsson olsson persson svensson
        hansen jensen larsen nielsen pedersen rasmussen andersen christensen moller halvorsen haugen johannessen kristiansen olsen
        solberg korhonen virtanen makinen nieminen laine heikkinen koskinen jarvinen lehtonen saarinen salminen
        becker bauer baumann braun brandt busch fischer frank friedrich fuchs graf haas hahn hartmann herrmann hoffmann hofmann
        huber jager kaiser keller klein koch kohler konig kraus krause kruger kuhn lange lehmann lorenz ludwig maier mayer meier
        meyer moller muller neumann otto peters pfeiffer pohl richter roth sauer schafer schmid schmidt schmitt schneider scholz
        schreiber schroder schubert schulte schultz schulz schumacher schuster schwarz seidel simon sommer stein thomas vogel voigt
        wagner walter weber weiss werner winkler winter wolf zimmermann ziegler bakker boer bos brouwer dekker dijkstra groot hendriks
        hoekstra jansen janssen kok kuipers maas meijer mulder peeters postma prins schouten smit smits veenstra verhoeven vermeulen
        visser vos vries willems wit berg dijk berge haan leeuw horst jong
        bernard bertrand blanc bonnet boucher bourgeois boyer brun caron chevalier clement colin david denis dubois dufour dumont dupont
        dupuis durand fabre faure fontaine fournier garnier gauthier gautier gerard giraud girard guerin henry huet jacquet lacroix
        lambert laurent lecomte lefebvre legrand lemaire leroux leroy marchand marechal martin masson mathieu mercier meunier michel moreau
        morel morin moulin muller nicolas noel olivier perrin petit philippe picard pierre poirier prevost renard renaud rey richard
        riviere robert robin roche roger rolland rousseau roux roy simon thomas vasseur vidal vincent
        barbieri bianchi bruno caputo caruso colombo costa costantini dangelo deluca esposito fabbri farina ferrara ferrari ferri
        fontana gallo gatti giordano grasso greco leone lombardi lombardo longo mancini mariani marini marino martinelli martini mazza
        messina monti morelli moretti orlando palmieri palumbo parisi pellegrini ricci rinaldi rizzo romano rossi ruggiero russo sala
        sanna santoro sartori serra silvestri sorrentino testa valentini villa vitale
        aguirre alonso alvarez blanco cabrera calvo campos cano carmona castro cortes delgado diaz diez dominguez duran escobar
        esteban fernandez ferrer flores fuentes gallego garrido gil gimenez gomez gonzalez gutierrez guerrero hernandez herrera herrero
        ibanez iglesias jimenez leon lopez lorenzo lozano marin marquez martinez medina mendez molina montero mora morales moreno munoz
        navarro nieto nunez ortega ortiz pardo pascual pastor pena perez prieto ramirez ramos reyes rios rivas rodriguez rojas romero
        rubio ruiz saez salas sanchez santana santiago santos sanz serrano soler soto suarez torres vargas vasquez vazquez vega velasco
        vicente vidal almeida alves andrade araujo azevedo barbosa barros batista borges braga cardoso carvalho coelho correia costa
        cunha duarte esteves faria fernandes ferreira figueiredo fonseca freitas gomes goncalves leite lima lopes machado magalhaes maia
        marques martins matos melo mendes miranda monteiro moraes moreira mota moura nascimento neves nogueira nunes oliveira pacheco
        pereira pinheiro pinto pires queiroz ramos rezende ribeiro rocha rodrigues sampaio santana santos silva silveira simoes soares
        sousa souza tavares teixeira vaz vieira
        abbott adair ainsworth aldridge appleby armitage arkwright ashcroft ashworth atkins attwood bagshaw bainbridge bancroft barclay
        barlow barnett barraclough bartlett beaumont beckett bellamy benning bickford birch blackwell blackwood blythe bowen bradshaw
        brannigan brierley brennan briggs brock bromley buckley burgess burrows byrne cairns calloway cavanagh chadwick chandler
        clayton clegg cobb coombes corbett cosgrove coulson crabtree croft crowther cullen dalton davenport deacon delaney dempsey
        devlin dobson doherty donnelly donoghue doyle drummond duffy dunne eastwood eccles ellery elsworth fairbairn fairclough farrell
        fenwick finch finlay firth fitzgerald flanagan flynn forsyth fothergill gallagher garside gillespie goddard goodall gorman
        greenhalgh greenwood grimshaw hadley haigh halliwell hargreaves harrington hartley haworth heathcote hennessy higgins hinchliffe
        hodgson holdsworth hollis holloway horrocks houghton huddleston hurley hutchinson ingham jarvis jessop kavanagh kearney keating
        kendrick kershaw kinsella kirkby lachlan langley lattimer lawton leary lockwood lomax lowther lynch maddox maguire mahoney
        mallory marsden mather maxwell mccarthy mcdermott mcgrath mckenna mclaughlin mcmahon mcnamara mellor merrick metcalfe middleton
        molloy montague moran moriarty mulligan musgrove nolan norris nuttall oakley oconnor odonnell ogden ormerod osborne padgett
        parrish pemberton penrose pickering platt prescott pritchard quigley quinlan radcliffe rafferty ramsbottom rawlings redfern
        redmond renshaw ridley rigby riordan rothwell rowbotham rowntree rudd rushton satterthwaite schofield seddon shaughnessy
        sheridan sherwood shuttleworth siddall skelton slattery smithson somerville stafford standish stanton starkey stirling stockton
        sugden sutcliffe sweeney tattersall thackeray thorne thornton thwaite tierney townsend travers treacy trevelyan tudor tyrrell
        unsworth vaughan waddington wadsworth wainwright walmsley walsh wardle waterhouse weatherby wedgwood whelan whitaker whitcombe
        whittaker whitworth wilkes winstanley winterbottom wolstenholme worthington wragg wrigley yardley yates
        """
    )
)
