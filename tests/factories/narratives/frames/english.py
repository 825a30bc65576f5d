"""Frames in English."""

_TEXT = """
{PERSON} phoned the branch to report that card {BANK_CARD} had been cloned.
We interviewed {PERSON} and {PERSON}, who share the number {MOBILE}.
The money mule, {PERSON}, withdrew {AMOUNT} on {EVENT_DATE}.
Funds were routed by {PERSON} into account number {ACCOUNT_NO} within minutes.
According to Mrs {PERSON}, someone opened an account using her passport {PASSPORT}.
National ID {CN_ID18} was submitted under the name {PERSON}.
Remitter: {PERSON}; address: {ADDRESS}; e-mail: {EMAIL}.
The suspect lives at {ADDRESS} and drives a car with plate {LICENCE_PLATE}.
HKID {HK_ID} and Taiwan identity card {TW_ID} were presented together.
Mainland travel permit for Taiwan residents no. {TW_PERMIT} looked altered.
Home Return Permit {HKMO_PERMIT} expired last year.
Please reach {PERSON} on {MOBILE} or, at home, {LANDLINE}.
{PERSON} (born {DOB}) signed the mandate.
DOB: {DOB}; full name: {PERSON}; old-format resident number: {CN_ID15}.
Session opened from {IP} on handset {IMEI}, device identifier {DEVICE_ID}.
The user logged in from {IP} and changed the contact address to {EMAIL}.
The beneficiary's IBAN is {IBAN}; the holder is {PERSON}.
Add me on WeChat: {WECHAT_ID} or QQ: {QQ_ID}.
Alipay account {ALIPAY_ID} collected {AMOUNT}.
{ORG} said that {PRODUCT} remains available until {EVENT_DATE}.
Malware {HASH} beacons to {THREAT_IP} and {DOMAIN}.
Data was sent to https://{DOMAIN}/log?card={BANK_CARD:url}&mail={EMAIL:url}
Rule: [email-message:from_ref.value = '{EMAIL:stix}' AND x-kyc:id_no = '{CN_ID18:stix}'] fired.
Order no. {ORDER_NO}, transaction id {TXN_ID} and merchant id {MERCHANT_NO} reconcile.
The corporate account {ORG_ACCOUNT} of {ORG} shows a shortfall of {AMOUNT}.
Credit code {USCC} belongs to {ORG}.
Call {HOTLINE} if you see unusual activity; Security Operations is on duty.
Business Email Compromise attempts rose sharply after the Spring Festival.
Both {PERSON} and his brother {PERSON} denied any knowledge of the transfer.
The accomplice identified as {PERSON} is still at large.
{PERSON}'s mobile wallet was emptied overnight, losing {AMOUNT}.
Kindly freeze the account held by {PERSON}, resident of {ADDRESS}.
Our analyst believes {PERSON} controls {DOMAIN}.
Branch staff stopped {PERSON} from sending {AMOUNT} to {IBAN}.
Complaint from {PERSON} (HKID {HK_ID}): unauthorised transfer of {AMOUNT}.
The card ending differs; full PAN {BANK_CARD} was found on a carding forum.
A transfer to {PERSON}, account {ACCOUNT_NO}, was recalled on {EVENT_DATE}.
KYC file: {PERSON}, born on {DOB}, passport no. {PASSPORT}, mobile {MOBILE}.
Chinese resident identity card {CN_ID18} and its predecessor {CN_ID15} were both used.
The Taiwanese national {PERSON} presented ID {TW_ID} and permit for Taiwan residents {TW_PERMIT}.
Home-return permit {HKMO_PERMIT} was reported stolen by {PERSON}.
Correspondence should go to {PERSON}, {ADDRESS}.
Landline {LANDLINE} and e-mail {EMAIL} belong to the complainant.
The mule recruited people through QQ {QQ_ID} and WeChat {WECHAT_ID}.
The wallet is linked to Alipay ID {ALIPAY_ID}.
A black sedan, licence plate {LICENCE_PLATE}, collected the cash.
Device fingerprint {DEVICE_ID}, IMEI {IMEI}, last login IP {IP}.
The loader ({HASH}) resolves {DOMAIN} to {THREAT_IP}.
Phishing link: https://{DOMAIN}/verify?id={CN_ID18:url}&phone={MOBILE:url}
Pattern: [x-person:name = '{PERSON:stix}' AND x-person:email = '{EMAIL:stix}']
{ORG}, credit code {USCC}, suspended {PRODUCT} on {EVENT_DATE}.
Purchase order {ORDER_NO}, payment reference {TXN_ID}, merchant number {MERCHANT_NO}.
Corporate settlement account {ORG_ACCOUNT} was debited {AMOUNT}.
For help dial {HOTLINE}; never share one-time codes.
{PERSON} told police that {PERSON} had recruited her in {EVENT_DATE}.
Statements were taken from {PERSON}, {PERSON} and {PERSON}.
Our Fraud Operations Centre observed a spike in Account Takeover attempts.
Ms {PERSON} opened the account at {ORG} using a forged lease for {ADDRESS}.
At 09:40 a customer, {PERSON}, attempted to wire {AMOUNT} to account {ACCOUNT_NO}.
Police arrested {PERSON} near {ADDRESS} with card {BANK_CARD} in his possession.
Applicant {PERSON} ({DOB}) supplied passport {PASSPORT} and mobile number {MOBILE}.
The victim, {PERSON}, was contacted from {EMAIL} and later on WeChat ({WECHAT_ID}).
Resident identity number {CN_ID18} was sold together with the name {PERSON} and QQ number {QQ_ID}.
Payee {PERSON}, IBAN {IBAN}, rejected {AMOUNT} on {EVENT_DATE}.
HK identity card no. {HK_ID}; Taiwan ID {TW_ID}; Taiwan compatriot pass {TW_PERMIT}; Hong Kong and Macao permit {HKMO_PERMIT}.
Home telephone {LANDLINE}; residential address {ADDRESS}.
The session came from IP {IP}, device ID {DEVICE_ID} (IMEI: {IMEI}).
Alipay number {ALIPAY_ID} and vehicle registration {LICENCE_PLATE} were noted by {PERSON}.
Malicious site {DOMAIN} ({THREAT_IP}) drops {HASH}.
{ORG} (USCC {USCC}) confirmed that {PRODUCT} is unaffected; hotline {HOTLINE}.
Order {ORDER_NO}, transaction {TXN_ID}, merchant {MERCHANT_NO}, company account {ORG_ACCOUNT}.
{PERSON} and {PERSON} pooled their savings after speaking to an adviser called {PERSON}.
Our teller recognised {PERSON} from CCTV; the debit card {BANK_CARD} was retained.
Loan applicant: {PERSON}, DOB {DOB}, ID number {CN_ID18}, tel {MOBILE}.
{PERSON} of {ADDRESS} lost {AMOUNT} on {EVENT_DATE}.
The payment went from {PERSON} to {PERSON} via account {ACCOUNT_NO}.
Suspicious logins by {PERSON} came from {IP} (device {DEVICE_ID}).
She was asked to add "{WECHAT_ID}" on WeChat and QQ {QQ_ID}.
Passport number {PASSPORT}; HKID number {HK_ID}; Taiwan ID number {TW_ID}.
Exit-entry permit {HKMO_PERMIT}; Taiwan compatriot permit {TW_PERMIT}; old ID {CN_ID15}.
IBAN: {IBAN} (name: {PERSON}); Alipay: {ALIPAY_ID}; e-mail: {EMAIL}.
Phone {LANDLINE} rang; IMEI {IMEI}; car {LICENCE_PLATE}.
Sample {HASH} contacts {DOMAIN} at {THREAT_IP}.
{ORG} ({USCC}) extended {PRODUCT} to {EVENT_DATE}; helpline {HOTLINE}.
Reference {ORDER_NO}; txn {TXN_ID}; merchant no. {MERCHANT_NO}; corporate account {ORG_ACCOUNT}.
GET https://{DOMAIN}/c?p={MOBILE:url}&e={EMAIL:url}&id={CN_ID18:url} HTTP/1.1
CCTV shows {PERSON} entering {ADDRESS} with {PERSON}.
The broker {PERSON} sold the identity card number {CN_ID18} of {PERSON} for {AMOUNT}.
Please trace funds sent to {PERSON}'s account {ACCOUNT_NO} and card {BANK_CARD}.
Reported by {PERSON}, {MOBILE}, {EMAIL}.
Seller's WeChat: {WECHAT_ID}; QQ: {QQ_ID}; Alipay: {ALIPAY_ID}.
Handset {IMEI} and device {DEVICE_ID} logged in from {IP}.
Birth date {DOB}; passport {PASSPORT}; HKID {HK_ID}; TW ID {TW_ID}.
Mainland travel permit {HKMO_PERMIT}; Taiwan permit {TW_PERMIT}; 15-digit ID {CN_ID15}.
Refund to IBAN {IBAN} in favour of {PERSON}.
Office line {LANDLINE}; number plate {LICENCE_PLATE}.
Command server {THREAT_IP}; domain {DOMAIN}; SHA-256 {HASH}.
{ORG} wound down {PRODUCT} on {EVENT_DATE}; call {HOTLINE}.
Waybill {ORDER_NO}; payment {TXN_ID}; merchant code {MERCHANT_NO}; business account {ORG_ACCOUNT}.
"""
FRAMES = _TEXT.strip().split("\n")
