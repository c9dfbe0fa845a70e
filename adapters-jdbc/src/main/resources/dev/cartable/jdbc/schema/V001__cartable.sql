-- All tables of Cartable, for every database. {account} stands for the table of that name, with the prefix and schema that the
-- host chose, and {#username_base} for the name of an index. Words in capitals stand for what each database writes differently;
-- SchemaToken lists them. A line that begins with --! is about the statement after it.

-- Parent accounts: the guardian of each, the credentials, and the pupils that the account shows.

CREATE TABLE IF NOT EXISTS {account} (
    id                  uuid PRIMARY KEY,
    guardian_id         {CODE(255)} NOT NULL UNIQUE,
    username            {CODE(64)} NOT NULL UNIQUE,
    state               {TEXT(16)} NOT NULL,
    given_name          {TEXT(255)} NOT NULL,
    family_name         {TEXT(255)} NOT NULL,
    email               {TEXT(254)},
    language            {CODE(64)} NOT NULL,
    credential_rev      integer NOT NULL,
    credential_origin   {TEXT(16)} NOT NULL,
    password_hash       {TEXT(512)},
    password_expires_at {TIME},
    source              {TEXT(32)} NOT NULL,
    created_at          {TIME} NOT NULL,
    activated_at        {TIME},
    last_sign_in_at     {TIME},
    orphan_since        {TIME},
    deactivated_at      {TIME},
    deactivation        {TEXT(16)},
    migrated_at         {TIME},
    version             bigint NOT NULL
);

-- Every username that was ever given, as keyed hashes. Only a migration that is taken back deletes its own.
CREATE TABLE IF NOT EXISTS {username} (
    skeleton {CODE(128)} PRIMARY KEY,
    base     {CODE(128)} NOT NULL,
    suffix   integer NOT NULL
);
CREATE INDEX IF NOT EXISTS {#username_base} ON {username} (base, suffix DESC);

-- Which pupils an account sees, or saw until ended_at. Never deleted.
CREATE TABLE IF NOT EXISTS {account_pupil} (
    account_id uuid NOT NULL,
    pupil_id   {CODE(255)} NOT NULL,
    started_at {TIME} NOT NULL,
    ended_at   {TIME},
    PRIMARY KEY (account_id, pupil_id)
);
CREATE INDEX IF NOT EXISTS {#account_pupil_pupil} ON {account_pupil} (pupil_id);
CREATE INDEX IF NOT EXISTS {#account_pupil_ended} ON {account_pupil} (ended_at) {WHERE(ended_at IS NOT NULL)};

CREATE TABLE IF NOT EXISTS {activation} (
    token_sha256 {CODE(64)} PRIMARY KEY,
    account_id   uuid NOT NULL,
    revision     integer NOT NULL,
    expires_at   {TIME} NOT NULL,
    used_at      {TIME},
    code_issued_at  {TIME},
    code_expires_at {TIME},
    code_tries      integer NOT NULL DEFAULT 0,
    UNIQUE (account_id, revision)
);

-- Keyed hashes of guardians who were erased.
CREATE TABLE IF NOT EXISTS {tombstone} (
    hash     {CODE(128)} PRIMARY KEY,
    added_at {TIME} NOT NULL
);

-- The host keys that this database was written with, the newest last, as check values. Never deleted.
CREATE TABLE IF NOT EXISTS {host_key} (
    number      integer PRIMARY KEY,
    check_value {CODE(64)} NOT NULL UNIQUE,
    since       {TIME} NOT NULL,
    exported_at {TIME},
    lost_at     {TIME}
);

-- Wrong passwords in a row, by keyed hashes of usernames.
CREATE TABLE IF NOT EXISTS {failed_sign_in} (
    hash     {CODE(128)} PRIMARY KEY,
    failures integer NOT NULL,
    last_at  {TIME}
);

-- At most one run of a kind at a time. The fence grows with each grant; until_at is this database's time.
CREATE TABLE IF NOT EXISTS {lease} (
    name     {CODE(128)} PRIMARY KEY,
    fence    bigint NOT NULL,
    holder   {TEXT(320)},
    until_at {TIME}
);

-- Tasks: what was changed about each, and what became of its slots.

-- Every task that was ever seen. NULL is what the configuration says.
CREATE TABLE IF NOT EXISTS {task} (
    name     {CODE(64)} PRIMARY KEY,
    since    {TIME} NOT NULL,
    idle_at  {TIME},
    enabled  boolean,
    schedule {TEXT},
    zone     {TEXT(64)}
);

-- One row: when a node has ticked last, by that node's clock.
CREATE TABLE IF NOT EXISTS {task_tick} (
    id        integer PRIMARY KEY,
    ticked_at {TIME} NOT NULL
);

-- One row for each slot of a task, and for each run by hand. counts is a JSON object of numbers. Retention deletes old rows, but
-- never the last slot of a task.
CREATE TABLE IF NOT EXISTS {occurrence} (
    task         {CODE(64)} NOT NULL,
    slot         {CODE(64)} NOT NULL,
    scheduled_at {TIME} NOT NULL,
    by_hand      boolean NOT NULL,
    state        {TEXT(16)} NOT NULL,
    attempt      integer NOT NULL,
    missed       bigint NOT NULL,
    node         {TEXT(320)},
    started_at   {TIME},
    ended_at     {TIME},
    next_at      {TIME},
    counts       {TEXT},
    reason       {TEXT(500)},
    PRIMARY KEY (task, slot)
);
CREATE INDEX IF NOT EXISTS {#occurrence_last} ON {occurrence} (task, by_hand, scheduled_at, slot);
CREATE INDEX IF NOT EXISTS {#occurrence_time} ON {occurrence} (scheduled_at, task, slot);

-- Answers to requests over HTTP that came with a key, for a day. They are sealed with the client's key, of which only a hash is here.
CREATE TABLE IF NOT EXISTS {keyed_answer} (
    key_sha256     {CODE(64)} NOT NULL,
    request_sha256 {CODE(64)} NOT NULL,
    begun_at       {TIME} NOT NULL,
    answer         {TEXT},
    PRIMARY KEY (key_sha256)
);
CREATE INDEX IF NOT EXISTS {#keyed_answer_time} ON {keyed_answer} (begun_at);

-- What db-scheduler runs for Cartable, where it is the engine. The columns are its own.
CREATE TABLE IF NOT EXISTS {engine_task} (
    task_name            {CODE(100)} NOT NULL,
    task_instance        {CODE(100)} NOT NULL,
    task_data            {BYTES},
    execution_time       {TIME} NOT NULL,
    picked               boolean NOT NULL,
    picked_by            {TEXT(100)},
    last_success         {TIME},
    last_failure         {TIME},
    consecutive_failures integer,
    last_heartbeat       {TIME},
    version              bigint NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX IF NOT EXISTS {#engine_task_due} ON {engine_task} (execution_time);

-- Messages to people: the history of all, and what waits.

-- Written twice: when a notice is queued, and when it is final. Addresses, variables and the words that were sent expire, keys stay.
CREATE TABLE IF NOT EXISTS {notice} (
    id           uuid PRIMARY KEY,
    key_sha256   {CODE(64)} NOT NULL UNIQUE,
    kind         {CODE(64)} NOT NULL,
    subject      {CODE(320)} NOT NULL,
    revision     {TEXT(255)} NOT NULL,
    recipient    {CODE(320)} NOT NULL,
    channel      {CODE(32)} NOT NULL,
    slot         {TEXT(255)} NOT NULL,
    address      {TEXT(320)},
    language     {CODE(64)} NOT NULL,
    variables    {TEXT},
    queued_at    {TIME} NOT NULL,
    due_at       {TIME} NOT NULL,
    state        {TEXT(16)} NOT NULL,
    attempts     integer NOT NULL,
    reason       {TEXT},
    changed_at   {TIME} NOT NULL,
    sent_subject {TEXT},
    sent_text    {TEXT},
    digest_key   {CODE(64)},
    message_id   uuid
) {UPDATED_OFTEN};
CREATE INDEX IF NOT EXISTS {#notice_recipient} ON {notice} (recipient, id);
CREATE INDEX IF NOT EXISTS {#notice_subject} ON {notice} (subject, id);
-- What went in one message: it has the id of one of its notices.
CREATE INDEX IF NOT EXISTS {#notice_message} ON {notice} (message_id) {WHERE(message_id IS NOT NULL)};
-- Shrinks as addresses and variables expire.
CREATE INDEX IF NOT EXISTS {#notice_queued} ON {notice} (queued_at) {WHERE(address IS NOT NULL OR variables IS NOT NULL)};

-- What waits or is being sent; a row is deleted when its notice is final. leased_until is this database's time. What has the same
-- digest_key goes in one message; once it was handed over, that is the id of the message, or null for a notice that goes alone.
CREATE TABLE IF NOT EXISTS {outbox} (
    notice_id    uuid PRIMARY KEY,
    channel      {CODE(32)} NOT NULL,
    state        {TEXT(16)} NOT NULL,
    due_at       {TIME} NOT NULL,
    attempts     integer NOT NULL,
    fence        bigint NOT NULL,
    holder       {TEXT(320)},
    leased_until {TIME},
    reason       {TEXT},
    changed_at   {TIME} NOT NULL,
    digest_key   {CODE(64)},
    message_id   uuid
) {UPDATED_OFTEN};
CREATE INDEX IF NOT EXISTS {#outbox_due} ON {outbox} (channel, due_at, notice_id);
CREATE INDEX IF NOT EXISTS {#outbox_digest} ON {outbox} (digest_key, notice_id) {WHERE(digest_key IS NOT NULL)};

CREATE TABLE IF NOT EXISTS {channel_pause} (
    channel  {CODE(32)} PRIMARY KEY,
    until_at {TIME} NOT NULL,
    reason   {TEXT} NOT NULL
);

-- The domains of e-mail addresses that are left alone, until they take a message again.
CREATE TABLE IF NOT EXISTS {domain_pause} (
    channel  {CODE(32)} NOT NULL,
    domain   {CODE(255)} NOT NULL,
    until_at {TIME} NOT NULL,
    reason   {TEXT} NOT NULL,
    PRIMARY KEY (channel, domain)
);

-- How many segments of short messages have gone on each of the school's days.
CREATE TABLE IF NOT EXISTS {sms_budget} (
    budget_day date    PRIMARY KEY,
    segments   integer DEFAULT 0 NOT NULL
);

-- What gateways owe and have said about messages that they took: either may come first.
CREATE TABLE IF NOT EXISTS {receipt} (
    channel     {CODE(32)} NOT NULL,
    reference   {CODE(255)} NOT NULL,
    notice_id   uuid,
    until_at    {TIME},
    state       {TEXT(16)},
    detail      {TEXT},
    received_at {TIME},
    PRIMARY KEY (channel, reference)
);
CREATE INDEX IF NOT EXISTS {#receipt_until} ON {receipt} (until_at);
CREATE INDEX IF NOT EXISTS {#receipt_received} ON {receipt} (received_at) {WHERE(state IS NOT NULL)};

-- Reminders: what became of every candidate for every person, by every channel. A later decision with the same key takes the place
-- of the earlier one. key_sha256 is derived from kind, subject, revision, slot, recipient and channel.
CREATE TABLE IF NOT EXISTS {reminder} (
    key_sha256 {CODE(64)} PRIMARY KEY,
    kind       {CODE(64)} NOT NULL,
    pupil_id   {CODE(255)} NOT NULL,
    subject    {CODE(320)} NOT NULL,
    revision   {TEXT(255)} NOT NULL,
    slot       {TEXT(255)} NOT NULL,
    recipient  {CODE(320)},
    author     {CODE(320)},
    channel    {CODE(32)},
    outcome    {TEXT(16)} NOT NULL,
    reason     {TEXT},
    notice_id  uuid,
    due_on     date NOT NULL,
    decided_at {TIME} NOT NULL
);
CREATE INDEX IF NOT EXISTS {#reminder_subject} ON {reminder} (subject, kind);
CREATE INDEX IF NOT EXISTS {#reminder_pupil} ON {reminder} (pupil_id, due_on);
CREATE INDEX IF NOT EXISTS {#reminder_recipient} ON {reminder} (recipient, due_on) {WHERE(recipient IS NOT NULL)};
CREATE INDEX IF NOT EXISTS {#reminder_day} ON {reminder} (due_on);

-- The first day on which each rule was run: what happened before is no news.
CREATE TABLE IF NOT EXISTS {reminder_rule} (
    kind       {CODE(64)} PRIMARY KEY,
    live_since date NOT NULL
);

-- For which days each rule was asked.
CREATE TABLE IF NOT EXISTS {reminder_run} (
    kind     {CODE(64)} NOT NULL,
    due_on   date NOT NULL,
    asked_at {TIME} NOT NULL,
    PRIMARY KEY (kind, due_on)
);

-- Runs of absences that the brake holds, or held: a person releases or discards each.
CREATE TABLE IF NOT EXISTS {reminder_hold} (
    run          {CODE(64)} PRIMARY KEY,
    kind         {CODE(64)} NOT NULL,
    due_on       date NOT NULL,
    due_at       {TIME} NOT NULL,
    absent_on    date NOT NULL,
    promotion_id {CODE(255)},
    absent       bigint NOT NULL,
    enrolled     bigint NOT NULL,
    state        {TEXT(16)} NOT NULL,
    alarmed_at   {TIME} NOT NULL,
    decided_at   {TIME}
);

-- One row: which instance sends messages from this database, and since when another one disagrees (held_since), or which one a
-- person has decided against. The epoch counts backups and restores, and is also kept beside the backups: a database with a lower one
-- was restored.
CREATE TABLE IF NOT EXISTS {instance} (
    id          integer PRIMARY KEY,
    instance_id {CODE(64)} NOT NULL,
    since       {TIME} NOT NULL,
    other_id    {CODE(64)},
    held_since  {TIME},
    epoch       bigint NOT NULL
);

-- What people read in the application itself.
CREATE TABLE IF NOT EXISTS {inbox} (
    notice_id  uuid PRIMARY KEY,
    recipient  {CODE(320)} NOT NULL,
    subject    {TEXT} NOT NULL,
    body       {TEXT} NOT NULL,
    link       {TEXT},
    arrived_at {TIME} NOT NULL,
    read_at    {TIME}
);
CREATE INDEX IF NOT EXISTS {#inbox_recipient} ON {inbox} (recipient, arrived_at);
CREATE INDEX IF NOT EXISTS {#inbox_arrived} ON {inbox} (arrived_at);

-- E-mails that came back. An address gets none while it has a row that suppresses and is not lifted.
CREATE TABLE IF NOT EXISTS {bounce} (
    notice_id  uuid PRIMARY KEY,
    type       {TEXT(16)} NOT NULL,
    address    {CODE(254)} NOT NULL,
    recipient  {CODE(320)} NOT NULL,
    status     {TEXT(32)},
    detail     {TEXT} NOT NULL,
    bounced_at {TIME} NOT NULL,
    suppresses boolean NOT NULL,
    lifted_at  {TIME}
);
CREATE INDEX IF NOT EXISTS {#bounce_address} ON {bounce} (address);
CREATE INDEX IF NOT EXISTS {#bounce_recipient} ON {bounce} (recipient);
CREATE INDEX IF NOT EXISTS {#bounce_time} ON {bounce} (bounced_at);

-- What people have answered to notices; one row for each notice at most. An accepted reason also stands with its absence.
CREATE TABLE IF NOT EXISTS {answer} (
    id          uuid PRIMARY KEY,
    notice_id   uuid NOT NULL UNIQUE,
    kind        {CODE(64)} NOT NULL,
    subject     {CODE(320)} NOT NULL,
    pupil_id    {CODE(255)} NOT NULL,
    recipient   {CODE(320)} NOT NULL,
    type        {TEXT(16)} NOT NULL,
    body        {TEXT} NOT NULL,
    answered_at {TIME} NOT NULL,
    state       {TEXT(16)} NOT NULL,
    decided_at  {TIME},
    actor       {TEXT}
);
CREATE INDEX IF NOT EXISTS {#answer_subject} ON {answer} (subject);
CREATE INDEX IF NOT EXISTS {#answer_recipient} ON {answer} (recipient);
CREATE INDEX IF NOT EXISTS {#answer_pupil} ON {answer} (pupil_id);
CREATE INDEX IF NOT EXISTS {#answer_time} ON {answer} (answered_at);

-- Texts that an administrator has put in place of the built-in ones.
CREATE TABLE IF NOT EXISTS {template} (
    kind     {CODE(64)} NOT NULL,
    language {CODE(64)} NOT NULL,
    body     {TEXT} NOT NULL,
    PRIMARY KEY (kind, language)
);

-- What people want: language, quiet hours and one message for several notices of each person, and the notices that they decline. Not deleted by retention: an objection
-- does not end by itself.
CREATE TABLE IF NOT EXISTS {preference} (
    recipient  {CODE(320)} PRIMARY KEY,
    language   {CODE(64)},
    quiet_from time,
    quiet_to   time,
    quiet_zone {CODE(64)},
    digest     boolean,
    changed_at {TIME} NOT NULL
);
CREATE TABLE IF NOT EXISTS {declined} (
    recipient   {CODE(320)} NOT NULL,
    category    {CODE(32)} NOT NULL,
    channel     {CODE(32)} NOT NULL,
    declined_at {TIME} NOT NULL,
    PRIMARY KEY (recipient, category, channel)
);

-- The school's data. Where the host defines these relations as views over its own tables, no table is created for them.

-- kept: an administrator put users of the network into it, so a roster without it does not retire it.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {promotion} (
    id     {CODE(255)} PRIMARY KEY,
    name   {TEXT} NOT NULL,
    active boolean DEFAULT TRUE NOT NULL,
    kept   boolean DEFAULT FALSE NOT NULL
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {pupil} (
    id           {CODE(255)} PRIMARY KEY,
    given_name   {TEXT(255)} NOT NULL,
    family_name  {TEXT(255)} NOT NULL,
    promotion_id {CODE(255)},
    email        {TEXT},
    active       boolean DEFAULT TRUE NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#pupil_promotion} ON {pupil} (promotion_id);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {guardian} (
    id          {CODE(255)} PRIMARY KEY,
    given_name  {TEXT(255)} NOT NULL,
    family_name {TEXT(255)} NOT NULL,
    email       {TEXT},
    phone       {TEXT},
    language    {TEXT(64)},
    active      boolean DEFAULT TRUE NOT NULL
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {guardianship} (
    guardian_id       {CODE(255)} NOT NULL,
    pupil_id          {CODE(255)} NOT NULL,
    relation          {TEXT(16)} NOT NULL,
    primary_contact   boolean DEFAULT FALSE NOT NULL,
    may_see_pupil     boolean DEFAULT TRUE NOT NULL,
    emergency_contact boolean DEFAULT FALSE NOT NULL,
    valid_from        date,
    valid_to          date,
    active            boolean DEFAULT TRUE NOT NULL,
    PRIMARY KEY (guardian_id, pupil_id)
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#guardianship_pupil} ON {guardianship} (pupil_id);

-- What the school records from day to day. A part of the roster, too: a view, or nothing, where the host defines the others as
-- views. Times without a zone are in the school's.

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {study_session} (
    id        {CODE(255)} PRIMARY KEY,
    pupil_id  {CODE(255)} NOT NULL,
    topic     {TEXT} NOT NULL,
    starts_at timestamp NOT NULL,
    minutes   integer NOT NULL,
    goal       {TEXT},
    state      {TEXT(16)} NOT NULL,
    programmed boolean NOT NULL DEFAULT FALSE
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#study_session_start} ON {study_session} (starts_at, pupil_id, id);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#study_session_pupil} ON {study_session} (pupil_id, starts_at);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {weekly_plan} (
    id          {CODE(200)} PRIMARY KEY,
    pupil_id    {CODE(255)} NOT NULL,
    topic       {TEXT} NOT NULL,
    day_of_week integer NOT NULL,
    start_time  time NOT NULL,
    minutes     integer NOT NULL,
    goal        {TEXT},
    valid_from  date,
    valid_to    date
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {subscription} (
    pupil_id       {CODE(255)} PRIMARY KEY,
    valid_from     date NOT NULL,
    valid_to       date,
    last_active_at {TIME}
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {invoice} (
    id           {CODE(200)} PRIMARY KEY,
    number       {TEXT} NOT NULL,
    pupil_id     {CODE(255)} NOT NULL,
    currency     {TEXT(3)} NOT NULL,
    state        {TEXT(16)} NOT NULL,
    promised_for date,
    disputed     boolean DEFAULT FALSE NOT NULL,
    type         {TEXT(16)} DEFAULT 'INVOICE' NOT NULL,
    issued_on    date,
    credits      {TEXT}
);
-- Invoices that are settled need not be read when the others are looked for.
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#invoice_open} ON {invoice} (id) {WHERE(state IN ('ISSUED', 'PARTLY_PAID'))};

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {instalment} (
    invoice_id {CODE(200)} NOT NULL,
    number     integer NOT NULL,
    due_on     date,
    amount     numeric(19, 4) NOT NULL,
    PRIMARY KEY (invoice_id, number)
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {payment} (
    invoice_id {CODE(200)} NOT NULL,
    id         {CODE(255)} NOT NULL,
    paid_on    date NOT NULL,
    amount     numeric(19, 4) NOT NULL,
    payer      integer,
    method     {TEXT},
    PRIMARY KEY (invoice_id, id)
);

-- What the documents of invoices show beyond what is due.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {invoice_line} (
    invoice_id {CODE(200)} NOT NULL,
    number     integer NOT NULL,
    label      {TEXT} NOT NULL,
    quantity   numeric(19, 4),
    unit_price numeric(19, 4),
    amount     numeric(19, 4) NOT NULL,
    PRIMARY KEY (invoice_id, number)
);

-- Who pays how many parts of an invoice. The address has a line feed between its lines.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {invoice_payer} (
    invoice_id  {CODE(200)} NOT NULL,
    number      integer NOT NULL,
    guardian_id {CODE(255)},
    name        {TEXT} NOT NULL,
    address     {TEXT},
    parts       bigint NOT NULL,
    email       {TEXT},
    PRIMARY KEY (invoice_id, number)
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {absence} (
    id          {CODE(255)} PRIMARY KEY,
    pupil_id    {CODE(255)} NOT NULL,
    absent_on   date NOT NULL,
    type        {TEXT(16)} NOT NULL,
    part        {TEXT(16)} NOT NULL,
    lesson      {TEXT},
    minutes     integer NOT NULL,
    excused     boolean NOT NULL,
    excused_on  date,
    reason      {TEXT},
    recorded_at {TIME} NOT NULL,
    recorded_by {CODE},
    statement_before {CODE(64)}
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#absence_day} ON {absence} (absent_on, pupil_id, id);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#absence_pupil} ON {absence} (pupil_id, absent_on);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {calendar_period} (
    type      {CODE(16)} NOT NULL,
    name      {CODE(255)} NOT NULL,
    first_day date NOT NULL,
    last_day  date NOT NULL,
    PRIMARY KEY (type, name, first_day)
);

-- Grades, and what report cards say besides.

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {grade} (
    id           {CODE(255)} PRIMARY KEY,
    pupil_id     {CODE(255)} NOT NULL,
    promotion_id {CODE(255)} NOT NULL,
    school_year  {CODE(100)} NOT NULL,
    term         {CODE(100)} NOT NULL,
    subject_code {CODE(255)} NOT NULL,
    subject_name {TEXT},
    teacher      {TEXT},
    graded_on    date NOT NULL,
    kind         {TEXT},
    mark         {TEXT(16)} NOT NULL,
    points       numeric(19, 4),
    out_of       numeric(19, 4),
    letter       {TEXT},
    coefficient  numeric(19, 4) NOT NULL,
    bonus        boolean NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#grade_class} ON {grade} (school_year, term, promotion_id, pupil_id);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#grade_pupil} ON {grade} (pupil_id, school_year, term);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {taught_subject} (
    promotion_id {CODE(255)} NOT NULL,
    school_year  {CODE(100)} NOT NULL,
    term         {CODE(100)} NOT NULL,
    subject_code {CODE(255)} NOT NULL,
    subject_name {TEXT},
    teacher      {TEXT},
    coefficient  numeric(19, 4) NOT NULL,
    bonus        boolean NOT NULL,
    place        integer NOT NULL,
    PRIMARY KEY (promotion_id, school_year, term, subject_code)
);

--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {class_member} (
    pupil_id            {CODE(255)} NOT NULL,
    promotion_id        {CODE(255)} NOT NULL,
    school_year         {CODE(100)} NOT NULL,
    term                {CODE(100)} NOT NULL,
    registration_number {TEXT},
    level               {TEXT},
    PRIMARY KEY (pupil_id, school_year, term)
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#class_member_class} ON {class_member} (school_year, term, promotion_id);

-- subject_code is empty where an appreciation is about the whole term.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {appreciation} (
    pupil_id     {CODE(255)} NOT NULL,
    school_year  {CODE(100)} NOT NULL,
    term         {CODE(100)} NOT NULL,
    type         {CODE(16)} NOT NULL,
    subject_code {CODE(255)} NOT NULL,
    body         {TEXT} NOT NULL,
    PRIMARY KEY (pupil_id, school_year, term, type, subject_code)
);

-- From when on families may see the grades of a class's term.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {report_release} (
    promotion_id {CODE(255)} NOT NULL,
    school_year  {CODE(100)} NOT NULL,
    term         {CODE(100)} NOT NULL,
    released_at  {TIME} NOT NULL,
    PRIMARY KEY (promotion_id, school_year, term)
);

-- Documents that were made; each file is in the vault under its sha256. What a document is of is in the columns of its unique key, which are
-- empty where its kind has none: the term of a report card; the invoice, the payment of a receipt, and the payer whom it is for.
-- guardian_id is the payer, if that is a guardian. content_digest is of what is written in it, without the revision. code is printed on
-- the document, and the printed_ columns are what stands beside it. A revision that has replaced_by is an old one.
CREATE TABLE IF NOT EXISTS {document} (
    id             uuid PRIMARY KEY,
    kind           {CODE(32)} NOT NULL,
    pupil_id       {CODE(255)} NOT NULL,
    promotion_id   {CODE(255)},
    school_year    {CODE(100)} NOT NULL,
    term           {CODE(100)} NOT NULL,
    invoice_id     {CODE(255)} NOT NULL,
    payment_id     {CODE(255)} NOT NULL,
    payer          {CODE(255)} NOT NULL,
    guardian_id    {CODE(255)},
    revision       integer NOT NULL,
    sha256         {CODE(64)} NOT NULL,
    content_digest {CODE(64)} NOT NULL,
    code           {CODE(32)} UNIQUE,
    printed_pupil  {TEXT} NOT NULL,
    printed_promotion {TEXT},
    printed_average numeric(19, 4),
    printed_out_of numeric(19, 4),
    printed_payer  {TEXT},
    printed_number {TEXT},
    printed_amount numeric(19, 4),
    printed_currency {CODE(3)},
    created_at     {TIME} NOT NULL,
    replaced_by    uuid,
    UNIQUE (pupil_id, kind, school_year, term, invoice_id, payment_id, payer, revision)
);
CREATE INDEX IF NOT EXISTS {#document_term} ON {document} (school_year, term, kind, pupil_id, revision);
CREATE INDEX IF NOT EXISTS {#document_stored_in} ON {document} (sha256);
CREATE INDEX IF NOT EXISTS {#document_guardian} ON {document} (guardian_id);

-- The files of documents, where the vault is in the database, too, in parts from 0 on. Written apart from the rows above.
CREATE TABLE IF NOT EXISTS {document_file} (
    sha256   {CODE(64)} NOT NULL,
    part     integer NOT NULL,
    contents {BYTES} NOT NULL,
    PRIMARY KEY (sha256, part)
);

-- The codes of documents about people who were erased since. A code names no person, and leads to none without the host key.
CREATE TABLE IF NOT EXISTS {withdrawn_document} (
    code         {CODE(32)} PRIMARY KEY,
    withdrawn_at {TIME} NOT NULL
);

-- Invoices that Cartable issues, with the columns of the relations above. A draft has no number. What is issued stays as it is.
CREATE TABLE IF NOT EXISTS {billing_invoice} (
    id              {CODE(200)} PRIMARY KEY,
    number          {CODE(60)} UNIQUE,
    pupil_id        {CODE(255)} NOT NULL,
    currency        {TEXT(3)} NOT NULL,
    state           {TEXT(16)} NOT NULL,
    promised_for    date,
    disputed        boolean DEFAULT FALSE NOT NULL,
    type            {CODE(16)} NOT NULL,
    issued_on       date,
    credits         {CODE(60)} UNIQUE,
    version         integer NOT NULL,
    book_year       integer,
    sequence_number bigint,
    issued_at       {TIME},
    UNIQUE (type, book_year, sequence_number)
);
CREATE INDEX IF NOT EXISTS {#billing_invoice_pupil} ON {billing_invoice} (pupil_id);
CREATE INDEX IF NOT EXISTS {#billing_invoice_open} ON {billing_invoice} (id) {WHERE(state IN ('ISSUED', 'PARTLY_PAID'))};

CREATE TABLE IF NOT EXISTS {billing_line} (
    invoice_id {CODE(200)} NOT NULL,
    number     integer NOT NULL,
    label      {TEXT} NOT NULL,
    quantity   numeric(19, 4),
    unit_price numeric(19, 4),
    amount     numeric(19, 4) NOT NULL,
    PRIMARY KEY (invoice_id, number)
);

CREATE TABLE IF NOT EXISTS {billing_instalment} (
    invoice_id {CODE(200)} NOT NULL,
    number     integer NOT NULL,
    due_on     date,
    amount     numeric(19, 4) NOT NULL,
    PRIMARY KEY (invoice_id, number)
);

-- In a draft, a guardian need not have a name.
CREATE TABLE IF NOT EXISTS {billing_payer} (
    invoice_id  {CODE(200)} NOT NULL,
    number      integer NOT NULL,
    guardian_id {CODE(255)},
    name        {TEXT},
    address     {TEXT},
    parts       bigint NOT NULL,
    email       {TEXT},
    PRIMARY KEY (invoice_id, number)
);
CREATE INDEX IF NOT EXISTS {#billing_payer_guardian} ON {billing_payer} (guardian_id);

CREATE TABLE IF NOT EXISTS {billing_payment} (
    invoice_id {CODE(200)} NOT NULL,
    id         {CODE(255)} NOT NULL,
    paid_on    date NOT NULL,
    amount     numeric(19, 4) NOT NULL,
    payer      integer,
    method     {TEXT},
    PRIMARY KEY (invoice_id, id)
);

-- The last number of each series. No number is given while it is held: while a restore is under way, or after one, when the last number may not
-- be known.
CREATE TABLE IF NOT EXISTS {billing_series} (
    series        {CODE(16)} PRIMARY KEY,
    book_year     integer NOT NULL,
    last_sequence bigint NOT NULL,
    last_date     date,
    held_at       {TIME},
    restoring     boolean DEFAULT FALSE NOT NULL
);

-- The last number of each year that is over, which a restore may have lost with its invoice.
CREATE TABLE IF NOT EXISTS {billing_year} (
    series        {CODE(16)} NOT NULL,
    book_year     integer NOT NULL,
    last_sequence bigint NOT NULL,
    PRIMARY KEY (series, book_year)
);

-- Users of the network, what they are granted, and what they have used of it.

-- A part of the roster, too: a view where the host defines the others as views.
--! only where the roster is in tables
CREATE TABLE IF NOT EXISTS {user} (
    id           {CODE(255)} PRIMARY KEY,
    user_name    {CODE(255)} NOT NULL,
    email        {TEXT},
    language     {TEXT(64)},
    promotion_id {CODE(255)},
    active       boolean DEFAULT TRUE NOT NULL
);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#user_name} ON {user} (user_name);
--! only where the roster is in tables
CREATE INDEX IF NOT EXISTS {#user_promotion} ON {user} (promotion_id, id);

-- Limits in bytes; -1 is unlimited, NULL not set. name_key is what names are compared by.
CREATE TABLE IF NOT EXISTS {profile} (
    id              uuid PRIMARY KEY,
    name            {TEXT(100)} NOT NULL,
    name_key        {CODE(300)} NOT NULL UNIQUE,
    description     {TEXT(1000)} NOT NULL,
    limited         boolean NOT NULL,
    day_total       bigint,
    day_up          bigint,
    day_down        bigint,
    week_total      bigint,
    week_up         bigint,
    week_down       bigint,
    month_total     bigint,
    month_up        bigint,
    month_down      bigint,
    cycle_total     bigint,
    cycle_up        bigint,
    cycle_down      bigint,
    bandwidth_up    integer,
    bandwidth_down  integer,
    validity_unit   {TEXT(16)} NOT NULL,
    validity_length integer NOT NULL,
    validity_start  {TEXT(16)} NOT NULL,
    session_timeout bigint,
    idle_timeout    bigint,
    simultaneous    integer,
    warn_percent    integer NOT NULL,
    grace_percent   integer NOT NULL,
    throttle_to     uuid,
    active          boolean NOT NULL,
    version         bigint NOT NULL
);

-- Who holds which profile; holder is LEVEL:id. A row without a profile says that nothing is held, and can be locked.
CREATE TABLE IF NOT EXISTS {profile_assignment} (
    holder        {CODE(320)} PRIMARY KEY,
    assignment_id uuid,
    profile_id    uuid,
    assigned_at   {TIME}
);
CREATE INDEX IF NOT EXISTS {#profile_assignment_profile} ON {profile_assignment} (profile_id, holder);

CREATE TABLE IF NOT EXISTS {profile_history} (
    id          uuid PRIMARY KEY,
    holder      {CODE(320)} NOT NULL,
    type        {TEXT(16)} NOT NULL,
    name_before {TEXT},
    name_after  {TEXT},
    key_before  {CODE},
    key_after   {CODE},
    cause       {TEXT} NOT NULL,
    actor       {TEXT} NOT NULL,
    changed_at  {TIME} NOT NULL
);
CREATE INDEX IF NOT EXISTS {#profile_history_time} ON {profile_history} (changed_at, id);
CREATE INDEX IF NOT EXISTS {#profile_history_holder} ON {profile_history} (holder, changed_at, id);

-- One row for each user, changed with each event: room on each page and no second index keep those changes on their page.
CREATE TABLE IF NOT EXISTS {usage} (
    user_id       {CODE(255)} PRIMARY KEY,
    active        boolean NOT NULL,
    assignment_id uuid,
    profile_id    uuid,
    day_key       date NOT NULL,
    day_up        bigint NOT NULL,
    day_down      bigint NOT NULL,
    week_key      date NOT NULL,
    week_up       bigint NOT NULL,
    week_down     bigint NOT NULL,
    month_key     date NOT NULL,
    month_up      bigint NOT NULL,
    month_down    bigint NOT NULL,
    cycle_key     {TIME} NOT NULL,
    cycle_up      bigint NOT NULL,
    cycle_down    bigint NOT NULL
) {UPDATED_OFTEN};

-- What was used on each day, late events too.
CREATE TABLE IF NOT EXISTS {usage_day} (
    user_id  {CODE(255)} NOT NULL,
    used_on  date NOT NULL,
    day_up   bigint NOT NULL,
    day_down bigint NOT NULL,
    PRIMARY KEY (user_id, used_on)
) {UPDATED_OFTEN};
CREATE INDEX IF NOT EXISTS {#usage_day_time} ON {usage_day} {GROWING(used_on)};

-- Events that were counted, so that none counts twice and a repetition with other contents is found. Retention deletes old rows.
CREATE TABLE IF NOT EXISTS {usage_event} (
    user_id    {CODE(255)} NOT NULL,
    event_id   {CODE(200)} NOT NULL,
    used_at    {TIME} NOT NULL,
    event_up   bigint NOT NULL,
    event_down bigint NOT NULL,
    PRIMARY KEY (user_id, event_id)
);
CREATE INDEX IF NOT EXISTS {#usage_event_time} ON {usage_event} {GROWING(used_at)};

-- One row: events before that time may have been deleted.
CREATE TABLE IF NOT EXISTS {usage_forgotten} (
    id        integer PRIMARY KEY,
    before_at {TIME} NOT NULL
);

-- What was added to a counter, or taken from it, without an event.
CREATE TABLE IF NOT EXISTS {usage_adjustment} (
    id          uuid PRIMARY KEY,
    user_id     {CODE(255)} NOT NULL,
    window_kind {TEXT(16)} NOT NULL,
    window_key  {TEXT(64)} NOT NULL,
    added_up    bigint NOT NULL,
    added_down  bigint NOT NULL,
    cause       {TEXT} NOT NULL,
    actor       {TEXT} NOT NULL,
    adjusted_at {TIME} NOT NULL
);
CREATE INDEX IF NOT EXISTS {#usage_adjustment_user} ON {usage_adjustment} (user_id, adjusted_at, id);
CREATE INDEX IF NOT EXISTS {#usage_adjustment_time} ON {usage_adjustment} {GROWING(adjusted_at)};

-- When users first used the network under an assignment.
CREATE TABLE IF NOT EXISTS {first_use} (
    assignment_id uuid NOT NULL,
    user_id       {CODE(255)} NOT NULL,
    first_at      {TIME} NOT NULL,
    PRIMARY KEY (assignment_id, user_id)
);

-- Alerts, and when they fired for whom.

CREATE TABLE IF NOT EXISTS {alert} (
    id         uuid PRIMARY KEY,
    profile_id uuid NOT NULL,
    type       {TEXT(32)} NOT NULL,
    threshold  integer NOT NULL,
    hysteresis integer NOT NULL,
    channels   {TEXT(255)} NOT NULL,
    windows    {TEXT(64)} NOT NULL,
    template   {TEXT},
    active     boolean NOT NULL,
    version    bigint NOT NULL
);

-- Insert-only. An odd arming is a firing; an even one means that the alert was armed again.
CREATE TABLE IF NOT EXISTS {alert_firing} (
    alert_id   uuid NOT NULL,
    user_id    {CODE(255)} NOT NULL,
    threshold  integer NOT NULL,
    window_key {CODE(64)} NOT NULL,
    arming     integer NOT NULL,
    notice_id  uuid,
    fired_at   {TIME} NOT NULL,
    PRIMARY KEY (alert_id, user_id, threshold, window_key, arming)
);
CREATE INDEX IF NOT EXISTS {#alert_firing_user} ON {alert_firing} (user_id, fired_at);
CREATE INDEX IF NOT EXISTS {#alert_firing_time} ON {alert_firing} {GROWING(fired_at)};

-- Users who are notified of a promotion's alerts.
CREATE TABLE IF NOT EXISTS {promotion_supervisor} (
    promotion_id {CODE(255)} NOT NULL,
    user_id      {CODE(255)} NOT NULL,
    PRIMARY KEY (promotion_id, user_id)
);

-- Sessions of the network, as access servers report them (RFC 2866, RFC 2869).

-- Access servers. Transactions that write sessions of a server lock its row shared; one that records its restart locks it alone.
CREATE TABLE IF NOT EXISTS {nas} (
    nas {CODE(253)} PRIMARY KEY
);

-- Users who have had a session. A transaction that writes sessions of a user or admits the user locks the row.
CREATE TABLE IF NOT EXISTS {session_user} (
    user_id {CODE(255)} PRIMARY KEY
);

-- Accounting-On and Accounting-Off.
CREATE TABLE IF NOT EXISTS {nas_event} (
    nas         {CODE(253)} NOT NULL,
    happened_at {TIME} NOT NULL,
    status      {CODE(32)} NOT NULL,
    PRIMARY KEY (nas, happened_at, status)
);

-- What access servers reported, each report once. content is a report without its key and time, so that a repetition has the same
-- key. session_time is in seconds. Retention deletes old rows.
CREATE TABLE IF NOT EXISTS {session_reading} (
    user_id          {CODE(255)} NOT NULL,
    nas              {CODE(253)} NOT NULL,
    session_id       {CODE(253)} NOT NULL,
    read_at          {TIME} NOT NULL,
    content          {CODE(200)} NOT NULL,
    status           {TEXT(32)} NOT NULL,
    input_octets     bigint,
    input_gigawords  bigint,
    output_octets    bigint,
    output_gigawords bigint,
    session_time     bigint,
    PRIMARY KEY (user_id, nas, session_id, read_at, content)
);
CREATE INDEX IF NOT EXISTS {#session_reading_time} ON {session_reading} {GROWING(read_at)};

-- Sums of a session's readings up to a time, so that a long session is not added up from its beginning. shown_up and shown_down are
-- what the counters showed. Where is_first is true, the readings before it are deleted.
CREATE TABLE IF NOT EXISTS {session_checkpoint} (
    user_id         {CODE(255)} NOT NULL,
    nas             {CODE(253)} NOT NULL,
    session_id      {CODE(253)} NOT NULL,
    until_at        {TIME} NOT NULL,
    started_at      {TIME} NOT NULL,
    last_at         {TIME} NOT NULL,
    last_status     {TEXT(16)} NOT NULL,
    counted_at      {TIME} NOT NULL,
    grown_at        {TIME} NOT NULL,
    session_up      bigint NOT NULL,
    session_down    bigint NOT NULL,
    shown_up        bigint NOT NULL,
    shown_down      bigint NOT NULL,
    reported        boolean NOT NULL,
    session_time    bigint,
    stopped_at      {TIME},
    freed_at        {TIME},
    freed_status    {TEXT(16)},
    server_ended_at {TIME},
    restarted_at    {TIME},
    is_first        boolean NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, until_at)
);

-- Sessions, computed from the readings. over_at is the later of ended_at and updated_at, and NULL while the session is open: no
-- index has to change while a session goes on.
CREATE TABLE IF NOT EXISTS {session} (
    user_id      {CODE(255)} NOT NULL,
    nas          {CODE(253)} NOT NULL,
    session_id   {CODE(253)} NOT NULL,
    started_at   {TIME} NOT NULL,
    updated_at   {TIME} NOT NULL,
    grown_at     {TIME} NOT NULL,
    ended_at     {TIME},
    ended_by     {TEXT(32)},
    over_at      {TIME},
    session_up   bigint NOT NULL,
    session_down bigint NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, started_at)
) {UPDATED_OFTEN};
--! only with partial indexes
CREATE INDEX IF NOT EXISTS {#session_open} ON {session} (user_id, nas, session_id, started_at) WHERE ended_at IS NULL;
--! only without partial indexes
CREATE INDEX IF NOT EXISTS {#session_open} ON {session} (ended_at, user_id);
CREATE INDEX IF NOT EXISTS {#session_nas} ON {session} (nas, over_at);
CREATE INDEX IF NOT EXISTS {#session_over} ON {session} (over_at) {WHERE(over_at IS NOT NULL)};

-- What sessions have contributed to the days of their users, in bytes. For each user and day, this and the events of that day add
-- up to usage_day.
CREATE TABLE IF NOT EXISTS {session_usage} (
    user_id    {CODE(255)} NOT NULL,
    nas        {CODE(253)} NOT NULL,
    session_id {CODE(253)} NOT NULL,
    started_at {TIME} NOT NULL,
    used_on    date NOT NULL,
    day_up     bigint NOT NULL,
    day_down   bigint NOT NULL,
    PRIMARY KEY (user_id, nas, session_id, started_at, used_on)
) {UPDATED_OFTEN};

-- Users whose use was migrated from an older system: once for each. A window without a key was over at that time.
CREATE TABLE IF NOT EXISTS {usage_migration} (
    user_id     {CODE(255)} PRIMARY KEY,
    total_up    bigint NOT NULL,
    total_down  bigint NOT NULL,
    day_up      bigint NOT NULL,
    day_down    bigint NOT NULL,
    week_up     bigint NOT NULL,
    week_down   bigint NOT NULL,
    month_up    bigint NOT NULL,
    month_down  bigint NOT NULL,
    as_of       {TIME},
    day_key     date,
    week_key    date,
    month_key   date,
    cycle_key   {TIME} NOT NULL,
    migrated_at {TIME} NOT NULL
);

-- The audit trail: who did what. Rows are added and never changed, but that an erasure and retention take people out of actor, origin and
-- subject, with the salts of their hashes. hash is that of the row and of the row before it.
CREATE TABLE IF NOT EXISTS {audit_entry} (
    entry_number      bigint PRIMARY KEY,
    recorded_at       {TIME} NOT NULL,
    deed              {CODE(100)} NOT NULL,
    outcome           {TEXT(16)} NOT NULL,
    subject           {CODE(600)} NOT NULL,
    digest            {TEXT(64)},
    counts            {TEXT} NOT NULL,
    actor             {CODE(255)} NOT NULL,
    via               {TEXT(16)} NOT NULL,
    origin            {TEXT(255)} NOT NULL,
    actor_salt        {TEXT(32)},
    actor_hash        {TEXT(64)} NOT NULL,
    actor_erased_by   bigint NOT NULL,
    subject_salt      {TEXT(32)},
    subject_hash      {TEXT(64)} NOT NULL,
    subject_erased_by bigint NOT NULL,
    hash              {TEXT(64)} NOT NULL,
    seal_key          {TEXT(16)},
    seal              {TEXT(64)}
);
CREATE INDEX IF NOT EXISTS {#audit_entry_time} ON {audit_entry} {GROWING(recorded_at)};
CREATE INDEX IF NOT EXISTS {#audit_entry_actor} ON {audit_entry} (actor, entry_number);
CREATE INDEX IF NOT EXISTS {#audit_entry_subject} ON {audit_entry} (subject, entry_number);

-- One row: the last entry of the trail. Whoever appends locks it.
CREATE TABLE IF NOT EXISTS {audit_end} (
    id           integer PRIMARY KEY,
    entry_number bigint NOT NULL,
    hash         {TEXT(64)} NOT NULL,
    seal_key     {TEXT(16)},
    seal         {TEXT(64)}
);
