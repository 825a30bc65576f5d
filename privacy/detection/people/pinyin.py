"""How the characters of Chinese names are written in Latin letters, and which characters a syllable may be.

One reading a character, the one it has in names. Tones and the dots of ü are left out, as in usernames.
"""

import re

_SYLLABLES = """
a阿啊|ai艾爱蔼|an安岸黯庵|ang昂|ao敖傲奥翱鳌|ba巴芭|bai白柏百佰|ban班斑|bang邦|bao包保宝鲍葆|bei贝蓓北|ben本贲|bi毕碧璧必弼|bian卞边|biao彪标|bin彬斌滨宾缤
bing冰兵秉炳丙|bo波博勃伯泊|bu卜步布|cai蔡才彩采|can灿|cang苍沧|cao曹草|cen岑|chai柴|chan婵蝉|chang常昌畅长嫦昶|chao超朝晁潮|che车|chen陈晨辰臣沉宸琛谌|cheng程成诚承澄呈城丞
chi池迟驰|chong崇冲|chu楚储褚初|chuan川传|chuang闯|chui垂|chun春淳纯椿|ci慈|cong从聪丛葱|cui崔翠璀|da大达|dai戴代岱|dan丹旦|dang党|dao道|de德|deng邓登|di迪笛狄娣|dian典|diao刁
die蝶|ding丁定鼎|dong东董冬栋|dou窦|du杜笃度|duan段端|dun敦|duo多朵|e娥鄂|en恩|er尔二儿|fa发法|fan范樊凡帆繁梵|fang方芳房舫|fei飞菲费妃斐|fen芬奋|feng冯峰锋风丰枫凤封烽|fo佛|fu付傅富福芙甫扶夫符
gai盖|gan甘干|gang刚钢岗|gao高|ge葛歌戈格|gen根|geng耿庚|gong龚宫巩公工功弓|gou苟勾|gu顾古谷固|guan关官冠管|guang光广|gui桂贵归|guo郭国果|hai海|han韩汉寒涵含翰晗瀚|hang杭航|hao郝浩豪昊好皓
he何贺和河荷赫禾鹤|hei黑|heng恒衡亨|hong洪红宏鸿虹弘泓|hou侯厚|hu胡虎湖户扈|hua华花化桦|huai怀淮|huan欢焕环桓|huang黄皇煌璜|hui惠慧辉会晖徽卉蕙|huo霍火|ji季吉纪冀姬计济基继嵇霁稷
jia贾佳嘉家加甲|jian简建健剑坚鉴俭|jiang江蒋姜将疆|jiao焦娇|jie杰洁捷婕介节解劼|jin金晋进锦津瑾今近谨靳|jing景静京晶敬靖菁荆婧经璟|jiong炯|jiu久九|ju居菊鞠巨|juan娟卷|jue珏爵|jun军俊君均钧峻骏隽珺浚
kai凯开恺楷|kan阚|kang康|ke柯可克科珂|kong孔|kou寇|kuai蒯|kuan宽|kuang匡旷邝|kui奎葵|kun坤昆琨|lai赖来|lan兰蓝岚澜|lang郎朗浪琅|lao劳|le乐|lei雷磊蕾|leng冷|li李黎丽力立利莉理礼厉栗励俐璃郦
lian连廉莲练|liang梁亮良|liao廖|lie烈|lin林琳霖临麟蔺|ling凌玲灵铃岭令羚|liu刘柳流留|long龙隆|lou娄楼|lu卢陆鲁路露禄璐鹿|luan栾|lun伦|luo罗洛骆|lv吕绿律|ma马麻|mai麦|man满曼蔓|mang芒|mao毛茂茅|mei梅美媚玫眉
men门|meng孟梦蒙萌|mi米宓|mian绵|miao苗妙缪|min敏民闵旻|ming明鸣铭名|mo莫墨默沫|mu穆木牧沐慕睦|na娜那|nai乃|nan南楠男|neng能|ni倪妮尼|nian年念|ning宁凝|niu牛钮|nong农|nuo诺|ou欧|pan潘盼攀|pang庞|pei裴佩培沛
peng彭鹏朋蓬|pi皮|ping平萍屏|pu蒲浦朴普|qi齐祁琪奇琦启旗其戚琦麒绮|qia恰|qian钱千倩谦乾前|qiang强蔷|qiao乔巧桥俏|qie切|qin秦琴勤沁覃钦|qing青清庆晴卿情|qiong琼|qiu邱秋丘仇裘求|qu曲屈瞿渠|quan全泉权|que阙|qun群
ran冉然燃|rao饶|ren任仁人|rong荣容蓉融榕戎|rou柔|ru茹如儒汝|ruan阮|rui瑞锐睿蕊芮|run润|ruo若|sa萨飒|sai赛|sang桑|sen森|sha沙莎|shan山珊单善杉|shang尚商上|shao邵少绍韶|she佘|shen沈申深慎莘|sheng盛生胜圣升声晟
shi石史施时世师诗士实仕|shou寿守|shu舒书树淑殊述|shuai帅|shuang双爽霜|shui水|shun顺舜|shuo硕朔烁|si司思斯丝|song宋松嵩颂|su苏素粟肃|sui隋随|sun孙|suo索|ta塔|tai泰太邰|tan谭谈檀坦|tang唐汤棠
tao陶涛桃韬|teng滕腾|ti提|tian田天甜添|tie铁|ting婷亭庭廷|tong童彤同佟桐通|tou头|tu涂屠图|tuo拓|wan万婉宛晚|wang王汪旺望|wei魏韦卫伟薇维威巍微为蔚炜玮|wen文温闻雯|weng翁|wo沃|wu吴武伍邬巫五午悟|xi席习西希熙喜溪曦奚玺锡郗
xia夏霞侠|xian贤先显冼仙娴宪|xiang向项翔祥香湘想|xiao肖萧小晓笑孝啸|xie谢解协|xin辛新欣心信鑫昕馨|xing邢星兴行幸|xiong熊雄|xiu秀修|xu徐许旭续栩|xuan宣轩玄璇萱|xue薛雪学|xun荀迅勋洵|ya雅亚娅|yan严颜燕闫阎彦言岩艳妍炎焱晏研
yang杨阳洋扬羊|yao姚尧瑶耀药|ye叶野业烨|yi易伊一义艺毅宜怡依仪逸奕亦益翼懿轶|yin尹殷银音印茵|ying应英莹颖瑛盈迎映|yong勇永咏泳雍|you尤游友有佑悠|yu于余俞喻虞郁宇玉雨语钰煜昱豫裕渝愉瑜毓羽
yuan袁元原园媛源远苑圆渊|yue岳月悦越乐跃|yun云芸韵允运筠|za匝|zai再载|zan昝赞|zang臧|ze泽则|zeng曾增|zha查|zhai翟|zhan詹展湛战占|zhang张章彰掌|zhao赵照兆昭召|zhe哲者喆|zhen甄真珍振镇震贞祯臻|zheng郑正政征峥|zhi志智芝之知致直治至稚芷
zhong钟仲中忠众重|zhou周洲舟|zhu朱祝竹珠诸竺柱|zhuan专|zhuang庄壮|zhuo卓|zi子紫自姿梓|zong宗综|zou邹|zu祖|zun尊|zuo左佐
"""
_ENTRY = re.compile(r"([a-z]+)([\u4e00-\u9fff]+)")
_BY_SYLLABLE = dict(_ENTRY.findall(_SYLLABLES))
_BY_CHARACTER = {
    character: syllable
    for syllable, characters in reversed(_BY_SYLLABLE.items())
    for character in characters
}


def spell_in_latin(name: str) -> tuple[str, ...]:
    """Return the syllables of a name in simplified characters; empty when one is not known."""
    syllables = tuple(_BY_CHARACTER.get(character, "") for character in name)
    return syllables if all(syllables) else ()


def characters_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return for each syllable of a name in Latin letters the characters it may be.

    Words hold one or two syllables; empty when one is no syllable of a name.
    """
    found: list[str] = []
    for word in words:
        syllables = _split(word)
        if not syllables:
            return ()
        found += [_BY_SYLLABLE[syllable] for syllable in syllables]
    return tuple(found)


def _split(word: str) -> tuple[str, ...]:
    if word in _BY_SYLLABLE:
        return (word,)
    for cut in range(1, len(word)):
        if word[:cut] in _BY_SYLLABLE and word[cut:] in _BY_SYLLABLE:
            return (word[:cut], word[cut:])
    return ()
