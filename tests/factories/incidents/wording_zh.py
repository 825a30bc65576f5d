"""What Chinese reporters write (simplified), by kind of event; the places are those of the English."""

WHAT = {
    "phishing": ("假冒登录页", "山寨网页骗取密码", "仿冒站点"),
    "account-takeover": ("客户号被盗用", "账号遭冒名登录", "盗号"),
    "mule-account": ("过账户", "跑分账户", "赃款过渡账户"),
    "reconciliation-difference": ("账实不符", "余额对不上", "轧账不平"),
    "fund-misappropriation": ("客户的钱被挪走", "擅自动用客户款", "挪用客户资金"),
    "platform-absconding": ("老板跑路", "人去楼空", "平台关门失联"),
    "segregation-breach": ("自有钱与客户钱混放", "专户不专用", "公私款混同"),
    "withdrawal-surge": ("扎堆赎回", "挤提", "提现排长队"),
    "operational-error": ("付款文件发错", "跑批出错", "操作差错"),
    "malware": ("带毒安装包", "窃密木马", "恶意程序"),
    "technical-vulnerability": ("系统有洞未补", "可被利用的缺陷", "安全漏洞"),
}
TITLES = {
    "phishing": ("山寨登录页，请留意", "有人仿{p}的网页", "假网页情况通报"),
    "account-takeover": ("客户号被盗情况", "{p}盗号", "密码泄露引发的冒名登录"),
    "mule-account": ("请协助关注该收款人", "跑分账户线索", "{bank}一户涉诈"),
    "reconciliation-difference": ("账对不上", "{p}：账实不符", "存管余额核对情况"),
    "fund-misappropriation": ("客户的钱去哪了", "{p}疑动用客户款", "紧急：资金被转走"),
    "platform-absconding": ("{p}人去楼空", "联系不上经营方", "平台关门"),
    "segregation-breach": ("专户混用", "{p}公私款不分", "客户专户里的自有资金"),
    "withdrawal-surge": ("赎回扎堆", "{p}被挤提？", "都在抢着取钱"),
    "operational-error": ("付款文件发错了", "{p}操作差错", "跑批问题"),
    "malware": ("带毒安装包流传", "又见{family}", "{p}用户手机中招"),
    "technical-vulnerability": ("请尽快打补丁", "{p}存在{cve}", "可被利用的缺陷"),
}
TALES = {
    "phishing": (
        "{p}的客户{when}收到短信，点进去是照着官方做的假页面。",
        "有人注册近似域名，骗取{p}用户的密码，{when}首次发现。",
        "{when}冒出一个跟{p}登录界面一模一样的山寨站，已有{n}人上当。",
        "发现一处打着{p}旗号的套取口令页面，{when}仍可打开。",
    ),
    "account-takeover": (
        "{when}，{p}约{n}个客户号被人用偷来的密码登进去。",
        "{p}登录接口{when}遭机器人拿外泄口令逐个试，中了{n}个。",
        "{p}客户{when}反映号被盗、资料被改，共{n}起。",
    ),
    "mule-account": (
        "{holder}在{bank}开的户（{acct}）系跑分账户，{when}进{money}，随即转走。",
        "受骗人{when}把{money}打给{holder}，{bank}，{acct}，几分钟内即被分散转出。",
        "请拦截收款人{holder}（{bank}，{acct}）：{when}收到诈骗款{money}。",
    ),
    "reconciliation-difference": (
        "{p}{when}的账与存管对账单对不上，差{money}，原因不明。",
        "{when}轧账，{p}差额{money}，未达{n}笔。",
        "我方{when}所记{p}余额比对方少{money}。",
    ),
    "fund-misappropriation": (
        "{p}疑于{when}把客户的{money}拿去还实控人的债。",
        "{when}，有人凭伪造指令从{p}存管户划走{money}，进了董事名下公司。",
        "{p}投资人的钱被移作他用：{when}转给关联方{money}。",
    ),
    "platform-absconding": (
        "{p}的人全都不见了，{when}起电话打不通，欠着储户{money}。",
        "{p}{when}一声不响关门，创办人下落不明，涉及{money}。",
        "员工{when}到岗发现{p}办公室已搬空，投资人{money}没有着落。",
    ),
    "segregation-breach": (
        "{p}{when}拿客户专户付房租、发工资，合计{money}。",
        "{p}的客户专户{when}混有公司自己的钱{money}。",
        "检查发现{p}公私款不分，{when}客户款中夹着{money}公司现金。",
    ),
    "withdrawal-surge": (
        "{p}的客户在抢着取钱：{when}申请赎回{money}，是平日许多倍。",
        "{when}有{n}人排队从{p}取款，合计{money}。",
        "{p}出现挤提，{when}申请流出{money}。",
    ),
    "operational-error": (
        "{p}{when}把付款文件{batch}发了两遍，{n}名客户多收钱，共{money}。",
        "{p}操作员{when}把文件{batch}的起息日录错，牵涉{money}。",
        "{p}的{batch}文件{when}列错位，{n}笔入错账，{money}。",
    ),
    "malware": (
        "冒充{p}的安装包里带{family}，{when}首见，{n}部手机中招。",
        "有人向{p}的客户推{family}（{when}），能偷验证码并回连。",
        "{p}用户的手机取证查到{family}，装于{when}。",
    ),
    "technical-vulnerability": (
        "{p}还在用{product}，有{cve}这个洞，{when}已见有人探测。",
        "外部测试人员{when}演示：{p}的{product}可被{cve}打穿。",
        "{p}的{product}尚未修补{cve}，{when}查出。",
    ),
}
LIVELY = {
    "phishing": (
        "{n}名{p}用户在假页面里填了验证码，{when}起陆续发生。",
        "有人做phishing page冒充{p}，{when} live，客户别点link。",
    ),
    "account-takeover": (
        "{p}{when}有陌生网络登入，{n}个客户号的手机号被改绑。",
        "{p}的client account{when}被ATO，大概{n}个case。",
    ),
    "mule-account": (
        "{when}见多名被骗付款人的{money}落到{bank}{holder}名下（{acct}），一小时后即空。",
        "{holder}把{bank}的户（{acct}）租给他人收诈骗款，{when}入{money}，典型的mule。",
    ),
    "reconciliation-difference": (
        "存管方与{p}各执一数，相差{money}，日切{when}。",
        "{p}有{n}笔在银行文件里找不到，{when}，合{money}，recon break待查。",
    ),
    "fund-misappropriation": (
        "审计{when}查出{p}用客户的{money}给董事长买房。",
        "{p}把属于客户的{money}自己用了，划款在{when}。",
    ),
    "platform-absconding": (
        "{p}{when}起没了动静，老板不知去向，欠{money}。",
        "{p}服务器关了、灯也灭了（{when}），储户的{money}没处要。",
    ),
    "segregation-breach": (
        "{p}把客户专户当自家钱箱，{when}付了自己的账{money}。",
        "{p}没有把自己的钱分开放，{when}有{money}进错了户。",
    ),
    "withdrawal-surge": (
        "传言一出，{p}{n}名持有人{when}要求取钱，共{money}。",
        "{p}{when}赎回{money}，远超平时，像是bank run。",
    ),
    "operational-error": (
        "{p}同事{when}过早放行{batch}，{money}已出。",
        "{p}的{batch}{when}套用了上月费率，错账{n}笔，{money}。",
    ),
    "malware": (
        "{n}名{p}客户{when}装了假更新（{family}）。",
        "样本分析：{family}，伪装成{p}，{when}采集。",
    ),
    "technical-vulnerability": (
        "{p}的{product}没打{cve}的补丁，{when}确认。",
        "{p}{when}告知其{product}受{cve}影响。",
    ),
}
OWN_BANK = ("我行", "本行")
ABBREVIATED = (
    "该平台尚未答复我方询问。",
    "该平台的客户已开始来电。",
    "该平台称正在核查。",
)
EXTRAS = (
    "数字还在核。",
    "已向公安说明情况。",
    "贵处如有发现，烦请告知。",
    "相关款项暂缓支付。",
    "后续再报。",
    "客服已接到零星来电。",
    "来源：自有监测，可信度一般。",
)
FOOTERS = (
    "本邮件及附件仅供收件人阅处，误收请删。",
    "内部资料，限反诈岗位掌握，勿外传，勿直接回复本邮箱。",
    "反诈专班 · 丙座十八层 · 工作日九点至十七点",
    "本通报依互助预警约定发出，发送方不对内容承担责任。",
)
BENIGN = (
    "链接先经过短链{host}跳转。",
    "页面图片取自{host}，是大家都用的内容分发网络。",
    "域名解析走的是公共解析{host}。",
    "安装包放在{host}的普通云存储里。",
    "部分流量出自{host}，系公共VPN出口，不相干的人也在用。",
)
GENUINE = (
    "说明：该公司自己的网站是{host}，没有问题。",
    "{host}是真的，别拦。",
    "（官方网址仍为{host}。）",
)
APART = (
    "请勿与{other}{day}的事（{what}）混为一谈，那件已结，与本件不相干。",
    "与此前{other}{day}{what}事件{detail}无关。",
    "与先前通报的{other}（{day}，{what}）相似，但不是同一件。",
)
ASIDE = (
    "另，{other}{day}也出过事（{what}），详见另一份通报。",
    "顺带说一句，{other}{day}也报过{what}{detail}，属另案，请分开记。",
    "附带一提：听说{other}有{what}（{day}），那边另行编号处理。",
)
DRILL = ("【演练】", "（桌面推演，并非真事）", "演练演练演练：")
CUSTODIAN = (
    "存管行为{bank}。",
    "客户专户开在{bank}。",
    "已告知存管方{bank}。",
)
FOLLOWING = (
    "本件续报我方{day}所发同一事项。",
    "接我方{day}通报，补充如上。",
)
CORRECTED = (
    "更正：金额应为{money}，此前所报{old}有误。",
    "先前说是{old}，重新清点后为{money}。",
)
PARTIAL = (
    "其中{part}已冻住。",
    "我方只看得到其中{part}。",
)
OBSERVED = ("线索：{list}", "见到的有{list}。", "技术痕迹 {list}", "可查：{list}", "留意{list}")
