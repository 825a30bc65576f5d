"""Frames in Simplified Chinese."""

_TEXT = """
{PERSON}今早致电{ORG}，称名下储蓄卡{BANK_CARD}被盗刷{AMOUNT}。
经回访，{PERSON}、{PERSON}和{PERSON}三人系同乡，共用一部手机{MOBILE}。
据{PERSON}先生反映，其妻{PERSON}的身份证（{CN_ID18}）遭人冒用。
我行理财经理接待了{PERSON}女士，核实证件号码{CN_ID18}无误，预留地址{ADDRESS}。
转入方：{PERSON}；卡号：{BANK_CARD}；转出时间：{EVENT_DATE}；金额：{AMOUNT}。
昨日下午，{PERSON}来到网点要求销户，工作人员发现其手机{MOBILE}已关联多个账号。
资金最终归集至{PERSON}控制的个人账户{ACCOUNT_NO}，并于{EVENT_DATE}取现{AMOUNT}。
疑似团伙成员包括{PERSON}（{MOBILE}）、{PERSON}（{MOBILE}）。
群里一个叫{PERSON}的人让大家加微信{WECHAT_ID}领红包。
加V：{WECHAT_ID}，或者扣扣{QQ_ID}，稳赚不赔。
嫌疑人的QQ是{QQ_ID}，微信号是{WECHAT_ID}，自称{ORG}员工。
失主{PERSON}常住{ADDRESS}，座机{LANDLINE}长期无人接听。
该车（{LICENCE_PLATE}）登记车主为{PERSON}，案发时停在{ORG}门口。
一辆{LICENCE_PLATE}的白色轿车接走了取款人。
手机串号{IMEI}、设备指纹{DEVICE_ID}反复出现在注册日志里。
MAC地址为{DEVICE_ID}的终端于{EVENT_DATE}触发告警。
客户端登录IP {IP}，归属地与常用城市不一致。
{PERSON}的账号凌晨从{IP}登录，随后修改了绑定邮箱{EMAIL}。
攻击者控制端{THREAT_IP}下发指令，木马MD5为{HASH}。
境内居民{PERSON}，生于{DOB}，持旧版身份证{CN_ID15}。
护照（{PASSPORT}）持有人{PERSON}，出生年月日{DOB}，国籍待核。
港澳居民通行证号{HKMO_PERMIT}，持证人{PERSON}。
台湾居民来往大陆通行证{TW_PERMIT}，姓名{PERSON}。
通过支付宝账户{ALIPAY_ID}收款后立即转出{AMOUNT}。
汇往境外账户{IBAN}，收款人姓名{PERSON}。
邮件由{EMAIL}发出，抄送{EMAIL}，附件哈希{HASH}。
访问日志：GET https://{DOMAIN}/q?sfz={CN_ID18:url}&sj={MOBILE:url}&yx={EMAIL:url}
恶意链接 http://{DOMAIN}/u/{MOBILE:url}/profile 已下线。
规则命中：[user-account:account_login = '{MOBILE:stix}' OR x-person:name = '{PERSON:stix}']。
规则：[file:hashes.MD5 = '{HASH:stix}'] 与 [domain-name:value = '{DOMAIN:stix}']。
{ORG}（信用代码{USCC}）公告称，{PRODUCT}将于{EVENT_DATE}到期兑付。
请拨打客服热线{HOTLINE}，切勿轻信陌生来电。
订单编号{ORDER_NO}，流水号{TXN_ID}，商户编号{MERCHANT_NO}，均已核对无误。
单位结算账户{ORG_ACCOUNT}当日净流出{AMOUNT}，需关注流动性。
高风险地区的金融机构应当加强监测，同时提高安全意识。
公安机关提醒：凡是要求转账的都是诈骗，任何问题请咨询{HOTLINE}。
平台方面表示，相关资金由{ORG}存管，未发生挪用。
系统于{EVENT_DATE}升级，期间支付成功率下降至百分之九十。
黄牛党利用脚本批量抢购{PRODUCT}，涉及金额{AMOUNT}。
常见手法包括冒充客服、虚假贷款和刷单返利，方法不断翻新。
借款人{PERSON}逾期，担保人{PERSON}失联，家庭住址{ADDRESS}。
持卡人系{PERSON}，住{ADDRESS}，电话{MOBILE}，邮箱{EMAIL}。
收款账户户主{PERSON}与汇款人{PERSON}系母女关系。
被害人{PERSON}报警称，对方以{ORG}名义索要银行卡{BANK_CARD}信息。
{PERSON}与{PERSON}互为紧急联系人，两人均在{ADDRESS}办公。
嫌疑人{PERSON}已被传唤，同案{PERSON}在逃。
投诉人：{PERSON} 电话：{MOBILE} 身份证：{CN_ID18}
开户人{PERSON}，性别女，{DOB}出生，职业学生。
{PERSON}名下信用卡尾号不符，卡片号码{BANK_CARD}疑似被复制。
据柜面反馈，持证人{PERSON}（公民身份号码{CN_ID18}）本次拟提取{AMOUNT}，被劝阻。
快捷支付绑卡记录显示，{BANK_CARD}与{BANK_CARD}由同一终端绑定。
受骗群众{PERSON}按对方指示向{IBAN}汇款，附言栏填写“学费”。
经比对，{PERSON}与身份证{CN_ID18}不匹配，系冒名办卡。
群聊中昵称“小甜甜”的成员留下QQ {QQ_ID}和微信 {WECHAT_ID}，邮箱{EMAIL}。
{ORG}反洗钱岗发现，账号{ACCOUNT_NO}（户名：{PERSON}）短期内快进快出。
通话记录中{MOBILE}与{LANDLINE}交替出现。
该笔交易由IP地址{IP}发起，归属地为境外，登录设备{DEVICE_ID}首次出现。
可疑域名{DOMAIN}解析到{THREAT_IP}，页面仿冒{ORG}。
恶意软件SHA256：{HASH}；C2：{THREAT_IP}。
{ORG}（统一社会信用代码：{USCC}）发行的{PRODUCT}未发生逾期。
法定代表人{PERSON}，出生于{DOB}，户籍所在地{ADDRESS}。
线索移交：{PERSON}，男，{DOB}生，住{ADDRESS}，身份证号{CN_ID18}，手机{MOBILE}。
我司员工{PERSON}误将客户名单发送至{EMAIL}，已撤回。
冻结通知书载明被冻结人{PERSON}，冻结账户{BANK_CARD}，冻结金额{AMOUNT}。
经查询征信，{PERSON}在{ORG}等机构有多头借贷记录。
{EVENT_DATE}，{ORG}收到{PERSON}投诉，称其持有的{PRODUCT}无法赎回。
取现人员驾驶{LICENCE_PLATE}离开，车辆登记人为{PERSON}。
外籍客户持护照{PASSPORT}开户，预留电话{MOBILE}。
港澳居民来往内地通行证{HKMO_PERMIT}，台湾居民来往大陆通行证{TW_PERMIT}，均为伪造。
被盗手机IMEI号：{IMEI}，原机主{PERSON}。
支付宝UID：{ALIPAY_ID}，实名{PERSON}。
退款单号{ORDER_NO}，支付流水{TXN_ID}，商户{MERCHANT_NO}。
公司基本户{ORG_ACCOUNT}被冻结，涉及{AMOUNT}。
咨询请致电{HOTLINE}，本平台不会以任何理由索要验证码。
{PERSON}、{PERSON}夫妻二人共同投资{PRODUCT}，损失{AMOUNT}。
证人{PERSON}证实，{PERSON}曾多次在{ADDRESS}附近出现。
通讯录：{PERSON} {MOBILE}；{PERSON} {MOBILE}；{PERSON} {LANDLINE}。
老式证件{CN_ID15}的持有者{PERSON}已更换新证。
出借人{PERSON}起诉借款人{PERSON}，标的额{AMOUNT}。
钓鱼短信内含链接 hxxp://{DOMAIN}/v?name={PERSON:url}&card={BANK_CARD:url}
[x-cn-person:phone = '{MOBILE:stix}' AND x-cn-person:holder = '{PERSON:stix}'] 命中{EVENT_DATE}的记录。
检测规则 [ipv4-addr:value = '{THREAT_IP:stix}'] 已推送。
监管部门要求各机构于{EVENT_DATE}前完成自查，重点关注异常开户与跨境汇款。
资产端逾期率上升，兑付安排以公告为准，请投资者保持冷静。
任何单位和个人不得出租、出借银行账户，违者将被依法惩戒。
今天上午十点许，客户{PERSON}在自助机具连续三次存入现金，共计{AMOUNT}。
初步判断{PERSON}系被冒名，其本人护照{PASSPORT}始终在境外使用。
公安反诈中心推送的涉诈号码{MOBILE}，机主登记为{PERSON}。
该男子真实姓名{PERSON}，{DOB}出生，户籍地址{ADDRESS}，持{CN_ID18}办卡。
转账对手方卡号{BANK_CARD}，开户名{PERSON}，开户网点{ORG}。
受害人通过{ORG}手机银行向{ACCOUNT_NO}（{PERSON}）汇出{AMOUNT}。
对方提供的客服QQ：{QQ_ID}，企业微信{WECHAT_ID}均已注销。
老人{PERSON}（旧身份证{CN_ID15}）不会使用智能手机，却有网银登录记录，来源{IP}。
注册邮箱{EMAIL}，绑定手机{MOBILE}，设备号{DEVICE_ID}，IMEI码{IMEI}。
保姆{PERSON}趁雇主{PERSON}不备，用其支付宝{ALIPAY_ID}转走{AMOUNT}。
嫌疑车辆为白色面包车，号牌{LICENCE_PLATE}，最后出现在{ADDRESS}。
家里电话是{LANDLINE}，邮寄地址是{ADDRESS}，收件人{PERSON}。
台胞{PERSON}，台胞证{TW_PERMIT}；港胞{PERSON}，通行证{HKMO_PERMIT}。
外汇汇款收款人IBAN号码{IBAN}，汇款人{PERSON}。
仿冒{ORG}的App回连{THREAT_IP}，安装包哈希{HASH}，下载域名{DOMAIN}。
{PRODUCT}的管理人{ORG}（USCC {USCC}）于{EVENT_DATE}发布澄清公告。
请核对订单{ORDER_NO}、流水{TXN_ID}及商户号{MERCHANT_NO}，疑问致电{HOTLINE}。
单位账户{ORG_ACCOUNT}余额异常，{ORG}已启动自查。
提现人{PERSON}留存的复印件显示证件号{CN_ID18}，现居{ADDRESS}。
经办柜员回忆，{PERSON}神情紧张，随身携带{PERSON}的银行卡{BANK_CARD}。
外呼名单第三行：{PERSON}，{MOBILE}，{EMAIL}。
群公告：充值请加客服微信{WECHAT_ID}，备用QQ号码{QQ_ID}。
同一手机（IMEI：{IMEI}）先后登录{PERSON}与{PERSON}的账户。
对账发现，存管户{ACCOUNT_NO}（{PERSON}）被重复扣款{AMOUNT}。
设备唯一标识{DEVICE_ID}对应的注册人均为虚构。
用户在{EVENT_DATE}凌晨由{IP}登录后更换了手机号{MOBILE}。
旧版身份证号码{CN_ID15}与新证{CN_ID18}指向同一人。
持{PASSPORT}号护照的客户{PERSON}，生日{DOB}，系首次来行。
号牌为{LICENCE_PLATE}的出租车司机{PERSON}提供了线索。
家庭座机{LANDLINE}、父亲{PERSON}手机{MOBILE}均被骚扰。
资金流向：{PERSON}→{PERSON}→{PERSON}，末端卡{BANK_CARD}。
支付宝会员号{ALIPAY_ID}与{PERSON}实名信息一致。
跨境汇款收款账号{IBAN}，收款行{ORG}。
港澳通行证{HKMO_PERMIT}及台湾通行证{TW_PERMIT}挂失。
样本{HASH}外联{THREAT_IP}，投递域名{DOMAIN}。
{ORG}代码{USCC}，旗下{PRODUCT}运作正常，请认准官方热线{HOTLINE}。
票据号{ORDER_NO}、交易流水号{TXN_ID}、收单商户{MERCHANT_NO}核对一致。
客户备付金专户{ORG_ACCOUNT}日终轧差{AMOUNT}。
链接参数泄露：/pay?cardno={BANK_CARD:url}&name={PERSON:url}&mobile={MOBILE:url}
此类案件多发生在节假日前后，请各网点张贴提示，并向周边居民宣传。
监控录像中，{PERSON}与一名戴帽男子先后出入{ADDRESS}。
中介{PERSON}收取好处费{AMOUNT}后，将{PERSON}的身份资料（{CN_ID18}）提供给他人。
企业主{PERSON}反映其个人结算账户{ACCOUNT_NO}被限制非柜面交易。
请协助核实客户信息：姓名{PERSON}，证件{CN_ID18}，卡{BANK_CARD}，电话{MOBILE}。
老赖{PERSON}名下车辆{LICENCE_PLATE}已被查封。
私聊记录：“我的微信{WECHAT_ID}，QQ小号{QQ_ID}，钱打到支付宝{ALIPAY_ID}”。
终端指纹{DEVICE_ID}今日第九次触发规则，对应IMEI为{IMEI}。
访客{PERSON}填写的家庭电话{LANDLINE}为空号，电子邮箱{EMAIL}可达。
客户{PERSON}凭护照{PASSPORT}和出生日期{DOB}通过了人工核身。
香港客户{PERSON}提交来往内地通行证{HKMO_PERMIT}，台湾客户{PERSON}提交台胞证{TW_PERMIT}。
退汇附言：IBAN {IBAN} 户名 {PERSON} 不符。
十五位老身份证{CN_ID15}仍被用于登录，登录地址{IP}。
诈骗App通信地址{THREAT_IP}，签名散列{HASH}，仿冒{ORG}，域名{DOMAIN}。
{ORG}的{PRODUCT}于{EVENT_DATE}清盘，投资者可拨打{HOTLINE}。
运单{ORDER_NO}，支付单{TXN_ID}，商户代码{MERCHANT_NO}，代码证{USCC}。
对公账号{ORG_ACCOUNT}收到{AMOUNT}。
"""
FRAMES = _TEXT.strip().split("\n")
