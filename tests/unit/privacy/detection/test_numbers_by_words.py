"""Numbers told by the words, keys and signs around them; service lines and amounts are let be.

`«TYPE=words»` marks a datum; nothing else of a sentence may be found.
"""

import pytest

from tests.unit.privacy.detection.marked import check, ids

SERVICE_LINES = """
接到400-610-0000来电请及时接听。
反诈中心由400 699 0000统一外呼。
退款请拨800-820-8820，按2转人工。
到4006100000核实真伪即可。
防騙查詢請致電(02) 8722-0000，職員不會索取密碼。
投訴請致電2803 0000，週日休息。
举报请拨打0571-8765 4321，全天受理。
Enquiries please call (02) 8722-0000 during office hours.
从400-888-1234打来的录音电话属于银行。
咨询请致电010-6655 4433，或前往网点。
"""

LANDLINES = """
遂改拨单位座机«LANDLINE=053143376978»，无人接。
宅电«LANDLINE=0731-4728 3366»长期占线，致电«LANDLINE=02368295010»亦然。
家庭座机«LANDLINE=02161234567»已停用。
固话«LANDLINE=075526789012»由其母接听。
回拨单位电话«LANDLINE=+86 592 5116 5461»确认在职。
来电显示«LANDLINE=057187654321»，自称物业。
电话«LANDLINE=01062345678»为其办公室。
Victim's landline «LANDLINE=+60 3-2596 3708» rang 14 times.
办公座机：«LANDLINE=02887654321»转分机。
流水号053143376978与订单无关。
"""

DIVIDED = """
密保手机«MOBILE=86 147_0913_4129»已更换。
手机一栏填«MOBILE=173.0279.4559»，无法拨通。
号码«MOBILE=181/0540/5817»已停机。
電話：«MOBILE=0919.797.290»，無人接聽。
联系方式«MOBILE=0904_079_830»为其胞兄所有。
号码«MOBILE=0086-191477⏎61668»停机后被二次放号。
插卡号码«MOBILE=130 736 70694»，归属地不明。
IBAN «IBAN=GB82.WEST.1234.5698.7654.32» belongs to nobody here.
匯往«IBAN=DE89·3704·0044·0532·0130·00»之款項遭退回。
Payee account «IBAN=GB82/WEST/1234/5698/7654/32» was closed.
"""

DESCRIBED_ACCOUNTS = """
[user-account:user_id = '«QQ_ID=235740140»' AND user-account:account_type = 'qq']，请回填。
[user-account:account_type = 'qq' AND user-account:user_id = '«QQ_ID=84976485»'] 命中。
[user-account:account_login = '«WECHAT_ID=lin_xia88»' AND user-account:account_type = 'wechat']
[user-account:account_type = 'alipay' AND user-account:account_login = '«ALIPAY_ID=2088102146225135»']
{"type": "user-account", "account_type": "qq", "user_id": "«QQ_ID=539572129»"}
{"user_id": "«QQ_ID=83555322»", "account_type": "qq"}
支付寶會員編號«ALIPAY_ID=2088735737761124»收取多筆款項。
QQ编号«QQ_ID=770885521»为群主。
加老师Q«QQ_ID=77120394»咨询。
民眾«PERSON=李家瑋»，QQ 為«QQ_ID=40882136»，遭騙走2749028元。
"""

LOG_KEYS = """
src=«IP=198.51.100.222» dev=«DEVICE_ID=577b20c011607ba8» action=transfer
反欺诈引擎命中：ip=«IP=203.0.113.230»
login ok from=«IP=198.51.100.19» did=«DEVICE_ID=4fa2c09be17d3368»
device=«DEVICE_ID=8f:7b:5d:21:f6:44», imei=«IMEI=356938035643809», ip=«IP=2001:db8:33:7::19»
notify «DEVICE_ID=00001847-878B24B65A51D85F» delivered
trace=577b20c011607ba8 span=91ab3fe07c5d2468 ok
dst=203.0.113.9 c2=203.0.113.10 dropped
«PERSON=Harry Sinclair» registered with «EMAIL=h.s@mail.example» from «IP=203.0.113.30».
事主家中電腦（位址«IP=172.27.47.46»）遭遙距操控。
peer=«IP=100.72.14.9» aid=«DEVICE_ID=91ab3fe07c5d2468» ret=0
"""

PERMITS = """
Supporting document: Taibaozheng «TW_PERMIT=61987587»; selfie does not match.
MTP number «TW_PERMIT=T80185940» is linked to three wallets.
Two-way permit «HKMO_PERMIT=C25716668» had expired.
Her Taibao card, «TW_PERMIT=08172635», was scanned twice.
双程证«HKMO_PERMIT=W37732008»过期未换。
上传件为往来港澳通行证，证号«HKMO_PERMIT=W24562431»，有效期被涂改。
台胞«PERSON=蔡康宁»（证号«TW_PERMIT=02736481»）入住。
Hui Xiang Zheng «HKMO_PERMIT=H10293847» was reported lost.
臺灣客戶持台胞證«TW_PERMIT=14698812»開戶。
The one-way permit «HKMO_PERMIT=C45605905» names another person.
"""

DOCUMENTS = """
Passport no. «PASSPORT=K3234895E» shows a re-laminated photo page.
The MRZ for «PASSPORT=K5262382N» fails its checks.
外劳护照号«PASSPORT=K6630468R»已注销。
与护照«PASSPORT=K8985033G»同时提交。
Travelled on passport «PASSPORT=C01X00T47» in May.
身份證明文件編號«HK_ID=A1234563»經查屬報失證件。
The mule's HKID, «HK_ID=A 123456 (3)», was sold on.
Foreign-born identity card («HK_ID=A1234563») rejected.
护照«PASSPORT=P7182635A»由雇主保管。
Invoice K3234895E was paid twice.
"""

CLASSES = {
    "service lines": SERVICE_LINES,
    "landlines": LANDLINES,
    "divided numbers": DIVIDED,
    "described accounts": DESCRIBED_ACCOUNTS,
    "log keys": LOG_KEYS,
    "permits": PERMITS,
    "documents": DOCUMENTS,
}


@pytest.mark.parametrize("sentence", **ids(CLASSES))
def test_exactly_what_is_marked_is_found(sentence):
    check(sentence)
