"""Frames in Traditional Chinese."""

_TEXT = """
{PERSON}小姐表示，戶口{ACCOUNT_NO}遭盜轉{AMOUNT}，已向{ORG}求助。
報案人{PERSON}稱其手機{MOBILE}收到假冒{ORG}的簡訊。
車手{PERSON}於{EVENT_DATE}持{PERSON}之提款卡（卡號{BANK_CARD}）提領。
事主{PERSON}（身份證號碼{HK_ID}）住{ADDRESS}。
國民身分證統一編號{TW_ID}，姓名{PERSON}，戶籍{ADDRESS}。
傀儡戶口持有人{PERSON}、{PERSON}及{PERSON}已被拘捕。
聯絡電話{LANDLINE}，行動電話{MOBILE}，電子郵件{EMAIL}。
騙徒以微信{WECHAT_ID}及QQ {QQ_ID}聯絡苦主。
護照{PASSPORT}，出生於{DOB}，姓名為{PERSON}。
台胞證{TW_PERMIT}與港澳通行證{HKMO_PERMIT}均列入監控。
登入IP {IP}、裝置ID {DEVICE_ID}、IMEI {IMEI}三者同時異動。
內地居民身分證{CN_ID18}，本人{PERSON}到場辦理。
匯款至IBAN {IBAN}，受款人{PERSON}。
支付寶{ALIPAY_ID}於深夜收款{AMOUNT}。
涉事車輛{LICENCE_PLATE}由{PERSON}駕駛。
惡意網站{DOMAIN}指向{THREAT_IP}，樣本{HASH}。
連結 https://{DOMAIN}/a?id={HK_ID:url}&m={EMAIL:url} 請勿點擊。
{ORG}公告：{PRODUCT}自{EVENT_DATE}起暫停申購，查詢熱線{HOTLINE}。
訂單{ORDER_NO}、交易序號{TXN_ID}、商戶編號{MERCHANT_NO}均屬正常。
公司戶口{ORG_ACCOUNT}結餘不足，差額{AMOUNT}。
高齡客戶應提高警覺，金管機關將加強安全宣導，方便民眾查證。
警方呼籲民眾切勿將存摺交予他人，如有疑問請撥{HOTLINE}。
投資人{PERSON}遭{PERSON}以高獲利誘騙，損失{AMOUNT}。
董事{PERSON}與監察人{PERSON}疑共謀掏空{ORG}。
住址{ADDRESS}，住家電話{LANDLINE}。
規則[email-addr:value = '{EMAIL:stix}' AND x-p:name = '{PERSON:stix}']已更新。
{PERSON}女士的生日為{DOB}，與申請表不符。
客戶經理接獲{PERSON}女士來電，表示其信用卡{BANK_CARD}遭盜刷{AMOUNT}。
涉嫌詐騙之帳戶{ACCOUNT_NO}，戶名{PERSON}，開戶日期{EVENT_DATE}。
通報機構：{ORG}；被害人：{PERSON}；損失金額：{AMOUNT}。
嫌疑人{PERSON}（身分證{TW_ID}）現居{ADDRESS}。
港方線索：{PERSON}，身份證{HK_ID}，電話{MOBILE}。
{PERSON}以假護照{PASSPORT}於{ORG}開戶，生日填寫為{DOB}。
回鄉證號碼{HKMO_PERMIT}與登記人{PERSON}不符。
台胞證號{TW_PERMIT}、內地身份證號{CN_ID18}屬同一人。
受害者以LINE聯絡後改加微信號 {WECHAT_ID}，QQ號碼{QQ_ID}。
登入紀錄：IP位址{IP}，裝置編號{DEVICE_ID}，手機序號IMEI {IMEI}。
電匯至{IBAN}，收款人{PERSON}，銀行{ORG}。
車牌{LICENCE_PLATE}之車主{PERSON}拒絕受訪。
支付寶號{ALIPAY_ID}與電子信箱{EMAIL}互為綁定。
住宅電話{LANDLINE}無人接聽，改撥{MOBILE}亦然。
釣魚頁面 https://{DOMAIN}/signin?user={EMAIL:url}&tel={MOBILE:url}
惡意程式雜湊{HASH}連線至{THREAT_IP}。
[x-hk-person:hkid = '{HK_ID:stix}'] 與 [email-addr:value = '{EMAIL:stix}'] 為本次規則。
{ORG}之{PRODUCT}將於{EVENT_DATE}下架，客服專線{HOTLINE}。
單號{ORDER_NO}、交易編號{TXN_ID}、特店代號{MERCHANT_NO}。
公司帳戶{ORG_ACCOUNT}遭扣押{AMOUNT}。
{PERSON}夫婦與友人{PERSON}同遭詐騙。
本會提醒會員慎防假冒高層之電郵，勿依指示匯款。
近期金融詐騙案件頻傳，各機構應加強關懷提問。
櫃員{PERSON}發現長者{PERSON}神色慌張，欲匯出{AMOUNT}至{ACCOUNT_NO}。
警方於{ADDRESS}查獲提款卡多張，卡號含{BANK_CARD}，持卡人為{PERSON}。
男子{PERSON}（{DOB}生，身分證{TW_ID}）擔任收簿手。
事主持香港身份證{HK_ID}，報稱手機{MOBILE}收到釣魚短訊。
假投顧老師「{PERSON}」以LINE及微信{WECHAT_ID}招攬會員，QQ為{QQ_ID}。
申訴人{PERSON}，地址{ADDRESS}，電話{LANDLINE}，信箱{EMAIL}。
護照號{PASSPORT}、回鄉卡{HKMO_PERMIT}、台胞證{TW_PERMIT}經查皆係偽造。
本行帳戶遭自IP {IP}登入，裝置{DEVICE_ID}、IMEI {IMEI}從未使用過。
境外帳號{IBAN}之受益人{PERSON}與內地身份證{CN_ID18}相符。
支付寶帳號{ALIPAY_ID}，車號{LICENCE_PLATE}，均屬同一集團。
{DOMAIN}冒用{ORG}標誌，IP {THREAT_IP}，檔案雜湊{HASH}。
{PRODUCT}由{ORG}發行，{EVENT_DATE}到期，洽詢{HOTLINE}。
訂單編號{ORDER_NO}，交易流水{TXN_ID}，公司帳號{ORG_ACCOUNT}。
開戶人{PERSON}聲稱任職於{ORG}，惟查無此人。
被告{PERSON}、{PERSON}等四人，贓款逾{AMOUNT}。
理財專員{PERSON}代客操作，客戶{PERSON}毫不知情。
{PERSON}出生年月日{DOB}，身分證號{TW_ID}，住{ADDRESS}。
客戶持{HK_ID}香港身份證及{PASSPORT}護照辦理。
人頭戶{ACCOUNT_NO}戶名{PERSON}，卡片{BANK_CARD}。
手機門號{MOBILE}、市話{LANDLINE}、電郵{EMAIL}。
微信ID：{WECHAT_ID}；QQ號：{QQ_ID}；支付寶：{ALIPAY_ID}。
從{IP}登入之裝置（{DEVICE_ID}，IMEI碼{IMEI}）可疑。
境外帳戶{IBAN}，戶名{PERSON}。
往來內地通行證{HKMO_PERMIT}；臺胞證{TW_PERMIT}；內地身份證{CN_ID18}。
{DOMAIN}（{THREAT_IP}）散播檔案{HASH}。
{ORG}{PRODUCT}於{EVENT_DATE}募集完畢，請洽{HOTLINE}。
交易單號{ORDER_NO}、流水編號{TXN_ID}；公司戶{ORG_ACCOUNT}。
鄰居{PERSON}目擊{PERSON}進出{ADDRESS}。
投保人{PERSON}，要保書所載手機為{MOBILE}，信箱為{EMAIL}。
警員拘捕{PERSON}（{HK_ID}），檢獲提款卡{BANK_CARD}及護照{PASSPORT}。
申辦人{PERSON}，身分證{TW_ID}，民國生日換算為{DOB}。
收款戶頭{ACCOUNT_NO}登記人{PERSON}。
賣家以微信帳號{WECHAT_ID}、QQ帳號{QQ_ID}及支付寶{ALIPAY_ID}收款。
持{HKMO_PERMIT}回鄉證及{CN_ID18}內地身份證者為同一人。
台胞證號碼{TW_PERMIT}；車牌號碼{LICENCE_PLATE}；住家市話{LANDLINE}。
登入來源{IP}；行動裝置{DEVICE_ID}；IMEI：{IMEI}；匯款{IBAN}。
{DOMAIN}主機{THREAT_IP}，惡意檔{HASH}。
{ORG}聲明{PRODUCT}未受影響（{EVENT_DATE}），專線{HOTLINE}。
訂單{ORDER_NO}；交易碼{TXN_ID}；公司往來帳戶{ORG_ACCOUNT}。
"""
FRAMES = _TEXT.strip().split("\n")
