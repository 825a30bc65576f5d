"""What English reporters write, by kind of event; {p} is the firm, {when} the day, {money} the sum."""

WHAT = {
    "phishing": ("fake log-in pages", "credential harvesting lure", "copycat web page"),
    "account-takeover": (
        "hijacked client log-ins",
        "unauthorised access to user profiles",
        "ATO wave",
    ),
    "mule-account": ("pass-through account", "money mule", "account used to move victims' money"),
    "reconciliation-difference": ("books and bank do not tie", "recon break", "unmatched balance"),
    "fund-misappropriation": ("customer funds siphoned off", "clients' money diverted"),
    "platform-absconding": ("operator gone", "management has fled", "platform shut overnight"),
    "segregation-breach": ("own money and clients' money mixed", "trust account not ring-fenced"),
    "withdrawal-surge": ("run on the platform", "redemption rush", "queue of cash-out requests"),
    "operational-error": ("payment file processed in error", "processing slip", "wrong batch sent"),
    "malware": ("trojanised app", "infostealer aimed at clients", "banking trojan"),
    "technical-vulnerability": ("unpatched hole", "exploitable bug", "security defect"),
}
TITLES = {
    "phishing": (
        "Fake log-in pages doing the rounds",
        "Heads-up: look-alike site",
        "{p} - copycat page",
    ),
    "account-takeover": (
        "Client log-ins hijacked",
        "ATO / {p}",
        "Strangers inside customers' profiles",
    ),
    "mule-account": (
        "Please watch this payee",
        "Money mule, details inside",
        "Pass-through account at {bank}",
    ),
    "reconciliation-difference": (
        "Recon break",
        "{p}: books do not tie",
        "Balance query, custody ledger",
    ),
    "fund-misappropriation": (
        "Where did the clients' money go?",
        "{p} - suspected siphoning",
        "Urgent: diversion",
    ),
    "platform-absconding": ("{p} has gone dark", "Offices found empty", "Operator cannot be found"),
    "segregation-breach": (
        "Ring-fence breached",
        "{p}: commingling",
        "House money in the trust account",
    ),
    "withdrawal-surge": ("Redemption rush", "Run on {p}?", "Everyone wants out"),
    "operational-error": ("Payment file sent in error", "{p} - processing slip", "Batch trouble"),
    "malware": (
        "Trojanised app in circulation",
        "{family} again",
        "Infostealer seen with clients of {p}",
    ),
    "technical-vulnerability": (
        "Patch needed",
        "{cve} - exposure at {p}",
        "Exploitable bug reported",
    ),
}
TALES = {
    "phishing": (
        "Clients of {p} got texts {when} that took them to a page made up to look like the firm's own.",
        "Somebody registered look-alike hosts to harvest passwords from users of {p}; first visit {when}.",
        "A bogus copy of the {p} log-in screen was put up {when} and has tricked {n} people so far.",
        "We came across a credential-stealing page in the colours of {p}. It was live {when}.",
    ),
    "account-takeover": (
        "Some {n} profiles at {p} were entered with stolen passwords {when}.",
        "{when} a bot ran leaked credentials against the {p} sign-on; {n} of them worked.",
        "Customers of {p} say that they were locked out and their details changed {when} ({n} cases).",
        "Password-spraying hit {p} {when}. Accounts compromised: {n}.",
    ),
    "mule-account": (
        "Money from scam victims ran through {acct} ({holder}, {bank}) {when}; {money} came in and left at once.",
        "{bank}: the account of {holder}, {acct}, works as a money mule. Turnover {when}: {money}.",
        "A victim paid {money} to {holder} at {bank}, {acct}, {when}. Funds were forwarded within minutes.",
        "Pls block payee {holder}, {acct}, held with {bank}: received {money} of fraud proceeds {when}.",
    ),
    "reconciliation-difference": (
        "The books of {p} do not tie to the custody statement {when}: {money} cannot be explained.",
        "Recon break of {money} between {p} and its custodian, value date {when}; {n} items open.",
        "{when} our balance for {p} was short of theirs by {money}.",
        "Three-way matching for {p} failed {when}. Unmatched: {money}.",
    ),
    "fund-misappropriation": (
        "It looks as if {p} siphoned off {money} of its clients' money {when} to pay debts of the owner.",
        "{when} {money} was taken out of the custody account of {p} on forged instructions, for a firm of the director.",
        "Investors' funds at {p} were used for something else: {money} moved to a connected party {when}.",
    ),
    "platform-absconding": (
        "The people behind {p} have vanished; phones are dead {when} and {money} is owed to savers.",
        "{p} closed its doors without a word {when}. The founder cannot be found. Exposure {money}.",
        "Staff arrived {when} to find the offices of {p} emptied; {money} of investors' money is outstanding.",
    ),
    "segregation-breach": (
        "{p} paid its rent and wages out of the clients' trust account {when}, {money} in all.",
        "House money of {money} sat in the ring-fenced account of {p} {when}.",
        "Commingling at {p}: {money} of corporate cash found among client money {when}.",
    ),
    "withdrawal-surge": (
        "Savers are pulling their money from {p}: {money} of redemptions {when}, many times a usual day.",
        "{n} people queued to cash out of {p} {when}; the requests add up to {money}.",
        "There is a run on {p}. Outflow asked for {when}: {money}.",
    ),
    "operational-error": (
        "{p} sent payment file {batch} twice {when}; {n} clients were overpaid, {money} in total.",
        "An operator at {p} keyed the wrong value date into file {batch} {when} - {money} affected.",
        "File {batch} of {p} went out with shifted columns {when}, {n} wrong credits worth {money}.",
    ),
    "malware": (
        "A doctored app posing as that of {p} carries {family}; it was first seen {when} and hit {n} phones.",
        "{family} is being pushed to clients of {p} ({when}). It reads one-time codes and calls home.",
        "Forensics on handsets of {p} users found {family}, installed {when}.",
    ),
    "technical-vulnerability": (
        "{p} still runs {product}, which has the hole {cve}; probing was noticed {when}.",
        "An outside tester showed {when} that {cve} in {product} can be exploited at {p}.",
        "{cve} ({product}) is open at {p}. Found {when}; no fix applied yet.",
    ),
}
LIVELY = {
    "phishing": (
        "{n} users of {p} typed their one-time code into a counterfeit page; the wave began {when}.",
        "Look-alike domain(s) against {p}, up {when}.",
    ),
    "account-takeover": (
        "Log-ins from odd networks at {p} {when}; in {n} profiles the phone number was swapped.",
        "Credential replay at {p}, {n} hits, {when}.",
    ),
    "mule-account": (
        "Seen {when}: {money} from duped payers landing at {bank} with {holder} ({acct}), gone an hour later.",
        "{holder} rents out {acct} at {bank}. Inflow of {money} {when}, source: scams.",
    ),
    "reconciliation-difference": (
        "Custody side and {p} disagree by {money}; cut-off {when}.",
        "{n} orders at {p} have no counterpart in the bank's file {when} ({money}).",
    ),
    "fund-misappropriation": (
        "An auditor found {when} that {money} of client cash at {p} bought a flat for the chairman.",
        "{p} used {money} that belongs to its clients for its own purposes; transfer {when}.",
    ),
    "platform-absconding": (
        "Nobody has seen the owners of {p} since it went quiet {when}. Owed: {money}.",
        "{p} - servers off, lights off, {when}. Savers are out of pocket by {money}.",
    ),
    "segregation-breach": (
        "The trust account of {p} was used like a till: {money} of the firm's own bills {when}.",
        "{p} does not keep its own cash apart; {money} was in the wrong account {when}.",
    ),
    "withdrawal-surge": (
        "After a rumour, {n} holders at {p} asked for their cash {when}, {money} altogether.",
        "{p}: redemptions of {money} {when}, far above normal.",
    ),
    "operational-error": (
        "A colleague at {p} pressed release on {batch} too early, {when}; {money} went out.",
        "{batch} of {p} was run against last month's rates {when}. Wrong postings: {n}, {money}.",
    ),
    "malware": (
        "{n} clients of {p} installed a rogue update ({family}) {when}.",
        "Sample analysis: {family}, dressed up as {p}. Collected {when}.",
    ),
    "technical-vulnerability": (
        "{product} at {p} lacks the fix for {cve} - confirmed {when}.",
        "{p} told us {when} that its {product} is affected by {cve}.",
    ),
}
OWN_BANK = ("our bank", "our own bank", "this bank")
ABBREVIATED = (
    "The Platform has not answered our questions.",
    "Clients of the Platform have begun to call us.",
    "The Platform says that it is looking into it.",
)
EXTRAS = (
    "The desk is still counting.",
    "Police were told.",
    "We would be glad of any sightings on your side.",
    "Payments to it are on hold for now.",
    "More to follow as we learn it.",
    "Our hotline has taken a handful of calls about this.",
    "Source: own monitoring, confidence fair.",
)
FOOTERS = (
    "This e-mail and any attachment are for the addressee only. If you got it by mistake, delete it.",
    "Handling: restricted to fraud desks. Do not print. Do not reply to this mailbox.",
    "Fraud Desk | Tower C, 18th floor | Mon-Fri 9-17 | please consider the environment",
    "Circular issued under the mutual warning arrangement; no liability is accepted for its contents.",
)
BENIGN = (
    "The link went through the shortener {host} first.",
    "Pictures on the page were loaded from {host}, a content network that half the web uses.",
    "Name look-ups went to the public resolver {host}.",
    "The download sat in a bucket at {host} (ordinary cloud storage).",
    "Part of the traffic came by way of {host}, the exit of a public VPN that countless people share.",
)
GENUINE = (
    "For the record, the firm's own site is {host} and is fine.",
    "Do not block {host}: that one is genuine.",
    "(The official address remains {host}.)",
)
APART = (
    "Please do not mix this up with the matter of {other} ({what}, {day}); that one is closed and has nothing to do with it.",
    "Not related to the {what} at {other} of {day}{detail}.",
    "Similar to, but distinct from, what was circulated about {other} ({day}, {what}).",
)
ASIDE = (
    "On a different note, colleagues may recall that {other} had {what} on {day}; see the separate notice for that.",
    "By the way: {other} reported {what} on {day}{detail} - another story, do file it apart.",
    "PS: we have also heard about {what} at {other} ({day}), which is handled under its own number.",
)
DRILL = (
    "EXERCISE EXERCISE EXERCISE - ",
    "[Drill, no real event] ",
    "This is a table-top rehearsal. ",
)
CUSTODIAN = (
    "The custodian is {bank}.",
    "{bank} keeps the clients' account.",
    "{bank}, as custodian, was told.",
)
FOLLOWING = (
    "This adds to our notice of {day}.",
    "Further to what we sent on {day} on the same matter.",
)
CORRECTED = (
    "Correction: the sum is {money}; the {old} that was given before was wrong.",
    "We first said {old}. After a recount it is {money}.",
)
PARTIAL = (
    "Of this, {part} has been frozen.",
    "We ourselves can only see {part} of it.",
)
OBSERVED = (
    "Seen: {list}",
    "IOCs - {list}",
    "Technical bits: {list}.",
    "Traces we hold: {list}",
    "Look for {list}",
)
