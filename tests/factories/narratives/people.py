"""Names and addresses of nobody, put together from common parts, and some uncommon whole names."""

_split = str.split

_HANS_SURNAMES = _split(
    """
    王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹
    袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚
    谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔
    贺 赖 龚 文 庞 樊 殷 施 欧阳 上官 司马 诸葛 皇甫 尉迟 令狐
    """
)
_HANS_GIVEN = _split(
    """
    伟 芳 娜 敏 静 磊 洋 艳 勇 军 杰 涛 超 明 霞 秀兰 桂英 建国 志强 文静 子涵 浩然 一诺 梓轩 雨桐
    俊熙 婷婷 小红 晓东 国华 海燕 春梅 玉兰 淑珍 凤英 永强 立新 佳怡 嘉豪 思远 博文 天翔 若曦 诗涵
    宏伟 振华 学军 红霞 丽娟 倩 鑫 斌 宁 凯 旭东 亚男 慧敏 卫东 忠良 奕辰 可欣 锦程 云飞
    """
)
_HANT_SURNAMES = _split(
    """
    陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 郭 洪 邱 曾 廖 賴 徐 周 葉 蘇 莊 呂 江 何 蕭 羅 高 簡 朱
    鍾 游 詹 沈 彭 胡 余 盧 潘 顏 梁 趙 柯 翁 魏 方 孫 戴 范 歐陽 司徒 麥 伍 鄺 譚 馮 鄧
    """
)
_HANT_GIVEN = _split(
    """
    淑惠 美惠 麗華 志明 俊宏 建志 雅雯 佩珊 宗翰 承恩 品妤 宥廷 詠欣 嘉欣 偉文 國榮 家明 慧儀 寶珠
    秀英 碧霞 子晴 柏翰 欣妤 文雄 金水 阿好 穎 傑 敏 浩賢 靜宜 芷晴 樂怡 永年 學友
    """
)
_EN_GIVEN = _split(
    """
    Oliver Emma Liam Sophie Mohammed Fatima Carlos Lucia Hiroshi Yuki Anita Rajesh Kwame Ingrid Sven
    Chloe Marek Agnieszka Patrick Siobhan Thomas Julia Wei Xiaoming Jing Mei-ling Kwok-wah Minh Thi
    Omar Leila George Natalie Victor Grace Ethan Rosa
    """
)
_EN_SURNAMES = _split(
    """
    Bennett Fischer Novak Iyer Mensah Haddad Garcia Rossi Dubois Lindgren Tanaka Kapoor Walsh
    O'Brien McCarthy Smith-Jones Nguyen Chan Wong Lim Tan Huang Zhou Xu Petrov Santos Silva Moreno
    Larsen Yilmaz Cohen Murphy Baker Reid
    """
)
_HANS_UNCOMMON = _split(
    """
    覃志刚 牛莉莉 褚健 丁一 辛小琪 莫雨 洪磊 甘露 车晓晓 司空明 公孙胜 盛丽 解小东 查良明 冼大海
    缪思 房玄 符晓 柴静静 安建 单田芳 仇军 席勇 冉云 屠呦 练洁 农玉梅 韦小宝 覃芳 关晓丽 景甜甜 尚雯
    浦志强 苗圃 岑参 娄烨 郦波 胥红 谌龙 鄂兰 裘锦秋 邸雪 边伟 邝云
    """
)
_HANT_UNCOMMON = _split(
    """
    鄺美雲 區慶祥 粘志豪 卓文萱 湯詠絮 涂善妮 杜汶澤 麥兆輝 侯彥西 白曉燕 童仲彥 藍心湄 岑建勳
    尹子維 練美娟 溫兆倫 關淑怡 姚文智 尤雅 紀寶如 駱志豪 甘國亮 賀一航 歐陽靖 韋慶龍 巫啟賢 費玉清
    """
)
_EN_UNCOMMON = """
Sanjay Ramaswamy
Oksana Kovalenko
Li Na
Wang Xiaofeng
Chan Tai Man
Maria del Carmen Ruiz
Ahmed Al-Sayed
Nguyen Thi Lan
Kim Min-jun
Tariq Mehmood
Ebony Clarke
Sinead O'Sullivan
Pieter van der Merwe
Giulia Conti
Tan Ah Kow
Lim Siew Ling
Desmond Tay
Zheng Shuang
Ouyang Nana
Haruki Ito
Bjorn Dahl
Thandiwe Nkosi
Xu Jing
Mary-Jane Watson
Cheung Ka Long
Lee Chun-hung
Zhao Lei
Yvette Delacroix
Dragan Jovanovic
Siti Nurhaliza
""".strip().splitlines()
_UNCOMMON = {"zh-Hans": _HANS_UNCOMMON, "zh-Hant": _HANT_UNCOMMON, "en": _EN_UNCOMMON}


def make_person(rng, lang):
    """Return a full name in the manner of the language."""
    if rng.random() < 0.1:
        return rng.choice(_UNCOMMON[lang])
    if lang == "zh-Hans":
        return rng.choice(_HANS_SURNAMES) + rng.choice(_HANS_GIVEN)
    if lang == "zh-Hant":
        return rng.choice(_HANT_SURNAMES) + rng.choice(_HANT_GIVEN)
    given, surname = rng.choice(_EN_GIVEN), rng.choice(_EN_SURNAMES)
    pinyin = f"{rng.choice(['Zhang', 'Li', 'Wang', 'Chen', 'Liu', 'Zhao', 'Sun', 'Lin'])} {rng.choice(['Weiming', 'Xiuying', 'Jianguo', 'Lihua', 'Yan', 'Haoran', 'Meiling'])}"
    return rng.choice(
        (
            f"{given} {surname}",
            f"{given} {surname}",
            f"{given} {rng.choice('ABCDEJKLMR')}. {surname}",
            pinyin,
        )
    )


def make_address(rng, lang):
    """Return a postal address in the manner of the language."""
    number, floor = rng.randint(2, 400), rng.randint(2, 38)
    room = f"{floor}{rng.randint(1, 9):02}"
    return rng.choice(
        {
            "zh-Hans": (
                f"福建省泉州市鲤城区涂门街{number}号",
                f"上海市静安区愚园路{number}弄{rng.randint(1, 60)}号{room}室",
                f"山东省临沂市兰山区金雀山路{number}号阳光花园{rng.randint(1, 30)}号楼{rng.randint(1, 4)}单元{room}室",
                f"广东省东莞市虎门镇北栅社区东坊路{number}号",
                f"重庆市渝北区龙溪街道松石大道{number}号{rng.randint(1, 9)}幢{room}",
                f"湖南省常德市桃源县漳江镇文昌村{rng.randint(2, 12)}组{number}号",
                f"杭州市余杭区文一西路{number}号{rng.randint(1, 9)}幢{room}室",
            ),
            "zh-Hant": (
                f"台北市大安區和平東路二段{number}巷{rng.randint(1, 30)}號{floor}樓",
                f"高雄市苓雅區四維三路{number}號{floor}樓之{rng.randint(1, 6)}",
                f"新北市板橋區文化路一段{number}號",
                f"香港灣仔軒尼詩道{number}號{floor}樓{rng.choice('ABCD')}室",
                f"九龍旺角彌敦道{number}號{room}室",
                f"新界元朗青山公路{number}號{rng.randint(1, 5)}座{floor}樓{rng.choice('ABCD')}室",
            ),
            "en": (
                f"Flat {rng.choice('ABCD')}, {floor}/F, {number} Nathan Road, Mong Kok, Kowloon",
                f"{number} Willow Lane, Bristol BS1 4DJ",
                f"Blk {number} Ang Mo Kio Avenue 6 #{floor:02}-{rng.randint(10, 99)}, Singapore 560{rng.randint(100, 999)}",
                f"Apartment {room}, {number} Rue de Lyon, Geneva",
                f"{number} Maple Street, Springfield",
                f"Unit {floor}, {number} Queen Victoria Road, Leeds LS1 5PS",
            ),
        }[lang]
    )
