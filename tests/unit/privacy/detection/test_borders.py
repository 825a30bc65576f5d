"""Where a name, an address and a birth date begin and end, and what only looks like one.

`«TYPE=words»` marks a datum; nothing else of a sentence may be found.
"""

import pytest

from tests.unit.privacy.detection.marked import check, ids

NAMES_BEFORE_VERBS = """
储户«PERSON=马丹»凭存折取款。
台胞«PERSON=孙刚»凭证件办卡。
客户«PERSON=江文斌»用旧手机登录。
该笔借款由«PERSON=徐学文»担保，逾期未还。
快递放在«PERSON=高红梅»家门口。
有人冒充«PERSON=韩进步»的户口本原件持有人。
嫌疑人«PERSON=周丽»早已搬离原住处。
店内实为«PERSON=陈素梅»之住所。
保证金由«PERSON=林志强»支付给中介。
业主«PERSON=郭玲»凭单据提车。
客户«PERSON=张伟»第3期贷款逾期。
«PERSON=王芳»12号上午报案。
"""

COMMON_WORDS = """
两组证号绑定同一张人脸。
安卓标识被篡改，系统版本异常。
每张面孔都由模型比对。
这张头像来自公开图库。
该男子於超商提領現金。
餘款於週一退回，範本另附。
一名戴帽男子走进大厅。
本会提醒会员慎防假冒电邮。
冷钱包与热钱包应当分开保管。
房租与押金另行结算，封面不计页码。
"""

PRODUCTS = """
金如意8号第三季度赎回量上升。
从未授权任何网站销售安享宝90天。
季季红2023-07与月月升第16期底层资产相同。
康利宝30天本周开放申购。
安心添利12期已经到期。
万顺盈第3期、鲁泰富5号均可赎回。
高益通180天风险等级为R2。
石满仓2号与云鼎红7号净值接近。
任我行60天暂停销售，唐韵金3款照常。
温馨宝2024-11到账时间顺延一日。
"""

DOTTED_AND_SELDOM_NAMES = """
收件人«PERSON=古丽米热·阿不都拉»，包裹已退回。
客户«PERSON=买买提·阿不力孜»报案。
持卡人«PERSON=阿依努尔·阿不都热合曼»挂失。
担保人«PERSON=木合塔尔·依不拉音»到场。
业主«PERSON=盘冬至»否认签字。
客户«PERSON=展鹏飞»来电投诉。
联系人«PERSON=归晓芸»，地址待补。
客戶«PERSON=曾炳坤»把登記電郵改掉。
承租方«PERSON=薄云天»拒付租金。
外勞«PERSON=吳春嬌»帳戶遭收購。
"""

ADDRESSES = """
搜查«ADDRESS=香港灣仔軒尼詩道686號27樓B室»時檢獲«PERSON=葉家輝»之提款卡三張。
店舖設於«ADDRESS=九龍旺角彌敦道264號好望大廈36樓E室»，實為«PERSON=呂傑»之住所。
The tenant of «ADDRESS=Room 2109, Building 9, 578 Zhongshan North Road, Tianhe District, Guangzhou» moved out.
A card was posted to «ADDRESS=15/19 Linking Road, Bengaluru 560001» on Monday.
Deliver to «ADDRESS=Hauptstr. 44, 10969 Berlin» before noon.
The mailbox at «ADDRESS=Goethestraße 109, 60313 Frankfurt am Main» is full.
He rents «ADDRESS=No. 62, Jalan SS2/24, 50450 Kuala Lumpur» by the month.
The statement went to «ADDRESS=Prinsengracht 263, 1016 Amsterdam» instead.
Her flat is «ADDRESS=Calle Mayor 5, 28013 Madrid» and is empty.
Neighbours of «ADDRESS=36/10 Park Street, Kolkata 700016» heard nothing.
"""

BIRTHS = """
系统按«DOB=1965年5月15日»的生日推算，该人已成年。
«PERSON=邓佳怡»；女；«DOB=1990/01/17»；未婚；无业
登记表：男，«DOB=1984-02-11»，汉族。
她以«DOB=一九六一年一月八日»为生日注册会员。
问卷填«DOB=1957.05.28»作为出生日期，无法核实。
The form gives «DOB=1971-03-09» as date of birth.
Two records share «DOB=12 May 1968» as the birthday.
«PERSON=Maria Santos», F, «DOB=1979-10-02», unmarried.
男方«PERSON=王玉林»，«DOB=1990-01-19»；已婚。
平台于1999-05-01上线，2003-06-01成立分公司。
"""

ORGANISATIONS = """
Customers of Santa Rosa Credit Union were not affected.
The code resolves to Maria Theresa Commercial Bank in the register.
A letter of Thomas Edison Savings Society was forged.
Client-money account 44023215071293009 of Mark & Hill Brokers LLP is short.
Account 10013583545855030 of Santa Rosa Credit Union was frozen.
The segregated account 20013583545855031 is reconciled daily.
Account 44023321671969244 of Green Valley Holdings was debited.
Suspense account 50013583545855032 holds the difference.
San Pedro Rural Bank reopened its branch.
Pooled account 30013583545855033 belongs to no customer.
"""

CLASSES = {
    "names before verbs": NAMES_BEFORE_VERBS,
    "common words": COMMON_WORDS,
    "products": PRODUCTS,
    "dotted and seldom names": DOTTED_AND_SELDOM_NAMES,
    "addresses": ADDRESSES,
    "births": BIRTHS,
    "organisations": ORGANISATIONS,
}


@pytest.mark.parametrize("sentence", **ids(CLASSES))
def test_exactly_what_is_marked_is_found(sentence):
    check(sentence)
