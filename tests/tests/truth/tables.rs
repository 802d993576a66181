//! What each field of the five documents is, taken from them by hand.
//!
//! A row is: path, type in the words of the spec format, presence, how the type is known. Behind the presence stands how that is known, where the
//! document does not tell it. `any` is a hole: nothing is known. Fields that other pages add are not here but in `added.rs`.

/// The types of `crankwheel`.
pub(crate) const CRANKWHEEL: &[(&str, &str)] = &[
    (
        "UsageResponse",
        "
        stats     any    unknown  stated
        sessions  [any]  unknown  stated
        ",
    ),
    (
        "DemoUsageResponse",
        "
        total_canceled_requests  integer        unknown  assumed
        sessions                 [DemoSession]  unknown  stated
        ",
    ),
    (
        "DemoSession",
        r#"
        start_ts             any                             unknown   stated
        last_event_ts        any                             unknown   stated
        availability_bucket  AvailabilityBucket              unknown   stated
        seconds_to_respond   number | "never"                unknown   stated
        handled_by           email                           optional  stated
        call_confirmed       boolean | "n/a"                 unknown   stated
        screenshared         boolean | "n/a"                 unknown   stated
        accepted_from        enum extension | email | "n/a"  unknown   stated
        prospect_info        ProspectInfo                    unknown   stated
        "#,
    ),
    (
        "ProspectInfo",
        "
        prospect-phone                       string           unknown             stated
        prospect-request-origin              url              unknown             assumed
        prospect-utm-source                  string           optional            stated
        prospect-utm-medium                  string           optional            stated
        prospect-utm-campaign                string           optional            stated
        prospect-utm-term                    string           optional            stated
        prospect-utm-content                 string           optional            stated
        prospect-location                    string           unknown             stated
        prospect-enrich-full-name            string           unknown             stated
        prospect-enrich-country              string           unknown             stated
        prospect-enrich-state                string           unknown             stated
        prospect-enrich-company              string           unknown             stated
        prospect-enrich-title                string           unknown             stated
        prospect-enrich-seniority            string           unknown             stated
        prospect-enrich-linkedin             url              unknown             stated
        prospect-enrich-twitter              url              unknown             stated
        prospect-enrich-company-sector       string           unknown             stated
        prospect-enrich-company-industry     string           unknown             stated
        prospect-enrich-company-employees    number | string  unknown             assumed
        prospect-enrich-company-description  string           unknown             stated
        prospect-enrich-company-linkedin     url              unknown             stated
        prospect-enrich-company-twitter      url              unknown             stated
        prospect-enrich-company-marketcap    any              unknown             stated
        prospect-name                        string           unknown             stated
        prospect-email                       string           unknown             stated
        prospect-company                     string           unknown             stated
        prospect-job-title                   string           unknown             stated
        prospect-website                     string           unknown             stated
        ",
    ),
    (
        "UserAccess",
        "
        email         email      unknown  stated
        privilege     Privilege  unknown  stated
        in_demo_pool  boolean?   unknown  stated
        ",
    ),
];

/// The types of `remote-counsel`.
pub(crate) const REMOTE_COUNSEL: &[(&str, &str)] = &[
    (
        "EventSchedule",
        "
        id                  integer       unknown  sample
        event_schedule_id   any?          unknown  sample
        event_id            integer       unknown  sample
        starts_at           datetime      unknown  sample
        ends_at             any?          unknown  sample
        display_start_time  any?          unknown  sample
        display_end_time    any?          unknown  sample
        legacy_class        any?          unknown  sample
        legacy_id           any?          unknown  sample
        created_at          datetime      unknown  sample
        updated_at          datetime      unknown  sample
        starting_time       string        unknown  sample
        starting_date       string        unknown  sample
        status              string        unknown  sample
        on_demand_url       string        unknown  sample
        speche_guid         any?          unknown  sample
        event_groups        [EventGroup]  unknown  sample
        ",
    ),
    (
        "EventGroup",
        "
        id                           integer           unknown  sample
        scheduler_case_id            integer           unknown  sample
        event_id                     integer           unknown  sample
        user_group_chatroom_id       integer           unknown  sample
        name                         string            unknown  sample
        access_key                   string            unknown  sample
        is_text                      boolean           unknown  sample
        is_video                     boolean           unknown  sample
        is_chat                      boolean           unknown  sample
        is_disallow_transcript_save  boolean           unknown  sample
        is_on_demand_available       boolean           unknown  sample
        product_description          string            unknown  sample
        deleted_at                   any?              unknown  sample
        legacy_case_group_id         any?              unknown  sample
        created_at                   datetime          unknown  sample
        updated_at                   datetime          unknown  sample
        is_cameo                     boolean           unknown  sample
        event_group_users            [EventGroupUser]  unknown  sample
        ",
    ),
    (
        "EventGroupUser",
        "
        user_group_id                integer    unknown  sample
        id                           integer    unknown  sample
        user_id                      integer    unknown  sample
        user_email                   string     unknown  sample
        is_text                      boolean    unknown  sample
        is_video                     boolean    unknown  sample
        is_chat                      boolean    unknown  sample
        is_disallow_transcript_save  boolean?   unknown  assumed
        product_description          string     unknown  sample
        created_at                   datetime   unknown  sample
        updated_at                   datetime   unknown  sample
        is_cameo                     boolean    unknown  sample
        access_token                 string     unknown  sample
        invited_at                   datetime?  unknown  assumed
        first_invited_at             datetime?  unknown  assumed
        ",
    ),
    (
        "ScheduleUser",
        "
        id          integer    unknown  sample
        user_id     any?       unknown  sample
        email       string     unknown  sample
        name        any?       unknown  sample
        invited_at  datetime?  unknown  sample
        ",
    ),
    (
        "ScheduleLog",
        "
        id                   integer   unknown  sample
        event_group_id       any?      unknown  sample
        event_schedule_id    integer   unknown  sample
        user_id              any?      unknown  sample
        time_in              datetime  unknown  sample
        time_out             datetime  unknown  sample
        ip_address           string    unknown  sample
        event_id             integer   unknown  sample
        session_id           any?      unknown  sample
        billable             any?      unknown  sample
        admin_logged_out     any?      unknown  sample
        legacy_class         any?      unknown  sample
        live_note_user_id    any?      unknown  sample
        legacy_id            any?      unknown  sample
        created_at           datetime  unknown  sample
        updated_at           datetime  unknown  sample
        product_description  string    unknown  sample
        user_group_id        integer   unknown  sample
        user_group_name      string    unknown  sample
        user_email           string    unknown  sample
        user_group_user_id   string    unknown  sample
        data_source          any?      unknown  sample
        user_agent           string    unknown  sample
        ip_location          string    unknown  sample
        ",
    ),
    (
        "EventLogEnvelope",
        "
        eventLog  EventLog  unknown  sample
        ",
    ),
    (
        "EventLog",
        "
        id          integer        unknown  sample
        guid        string         unknown  sample
        email       string         unknown  sample
        timeIn      datetime       unknown  sample
        timeOut     datetime       unknown  sample
        eventGroup  EventGroupRef  unknown  sample
        event       EventRef       unknown  sample
        ",
    ),
    (
        "EventGroupRef",
        "
        id         integer  unknown  sample
        accessKey  string   unknown  sample
        ",
    ),
    (
        "EventRef",
        "
        id     integer  unknown  sample
        title  string   unknown  sample
        ",
    ),
];

/// The types of `agendize`.
pub(crate) const AGENDIZE: &[(&str, &str)] = &[
    (
        "Account",
        "
        id                                string                            unknown  stated
        userName                          string                            unknown  stated
        firstName                         string                            unknown  stated
        lastName                          string                            unknown  stated
        email                             string                            unknown  stated
        password                          string                            unknown  stated
        organization                      string                            unknown  stated
        preferences                       object                            unknown  stated
        preferences.timeZone              string                            unknown  stated
        preferences.language              string                            unknown  stated
        preferences.displayName           string                            unknown  stated
        currency                          enum USD | CAD | EUR | GBP | JPY  unknown  stated
        resellerId                        string                            unknown  stated
        domain                            string                            unknown  stated
        created                           object                            unknown  stated
        created.dateTime                  datetime without zone             unknown  stated
        created.timeZone                  string                            unknown  stated
        ssoToken                          string                            unknown  stated
        credit                            number                            unknown  stated
        profile                           object                            unknown  stated
        profile.id                        string                            unknown  stated
        profile.name                      string                            unknown  stated
        tools                             [enum save | scheduling | call]   unknown  stated
        whiteLabel                        object                            unknown  stated
        whiteLabel.logoURL                string                            unknown  stated
        whiteLabel.emailAddress           string                            unknown  stated
        whiteLabel.headerBackgroundColor  string                            unknown  stated
        whiteLabel.menuBackgroundColor    string                            unknown  stated
        clientName                        string                            unknown  page
        status                            Status                            unknown  page
        sendSignupEmail                   boolean                           unknown  stated
        additionalUsers                   integer                           unknown  page
        tags                              [object]                          unknown  stated
        tags.id                           string                            unknown  stated
        tags.tag                          string                            unknown  stated
        tags.color                        string                            unknown  page
        ",
    ),
    (
        "NewAccount",
        "
        email            string    required  stated
        profile          object    required  stated
        profile.id       string    required  stated
        lastName         string    optional  stated
        firstName        string    optional  stated
        sendSignupEmail  boolean   optional  stated
        tags             [TagInput]  optional            stated
        tags.tag         string    optional  stated
        tags.color       string    optional  page
        password         string    optional (assumed)  stated
        ",
    ),
    (
        "AccountAdditions",
        "
        tags        [object]  unknown   stated
        tags.id     string    optional  stated
        tags.color  string    optional  page
        ",
    ),
    (
        "AccountUpdate",
        "
        lastName    string    optional  stated
        firstName   string    optional  stated
        email       string    optional  stated
        tags        [TagInput]  optional            stated
        tags.tag    string    optional  stated
        tags.color  string    optional  page
        password    string    optional (assumed)  stated
        ",
    ),
    (
        "WatchRequest",
        "
        address                    url                                      required  assumed
        name                       string                                   optional  stated
        basicAuth                  object                                   optional  assumed
        basicAuth.username         string                                   optional  stated
        basicAuth.password         string                                   optional  stated
        httpRequestHeader          {string}                                 optional  page
        schema                     any                                      optional  assumed
        addPreviousData            boolean                                  optional  stated
        method                     string                                   optional  stated
        status                     WatchStatus                              optional  stated
        oauth2Auth                 object                                   optional  assumed
        oauth2Auth.grantType       enum refresh_token | client_credentials  optional  stated
        oauth2Auth.clientId        string                                   optional  stated
        oauth2Auth.refreshToken    string                                   optional  stated
        oauth2Auth.authUrl         string                                   optional  stated
        oauth2Auth.accessTokenUrl  string                                   optional  stated
        oauth2Auth.scope           string                                   optional  stated
        signature                  object                                   optional  stated
        signature.enabled          boolean                                  optional  stated
        signature.cryptoKeyIds     [string]                                 optional  assumed
        ",
    ),
];

/// The types of `krisp`.
pub(crate) const KRISP: &[(&str, &str)] = &[
    (
        "Response",
        "
        code        ResponseCode  unknown   assumed
        error_code  ErrorCode     optional  stated
        message     string        unknown   stated
        situation   string        optional  stated
        data        object        unknown   assumed
        data.count  integer       unknown   stated
        data.seats  [Seat]        unknown   assumed
        ",
    ),
    (
        "Seat",
        "
        id         integer                                                                                     unknown  stated
        type       enum device | standard                                                                      unknown  stated
        status     enum unassigned | active | inactive | blocked | logged_in | pending_accept | pending_login  unknown  stated
        role       enum Admin | User                                                                           unknown  stated
        join_date  string?                                                                                     unknown  assumed
        nickname   string?                                                                                     unknown  stated
        user       SeatUser                                                                                    unknown  assumed
        ",
    ),
    (
        "SeatUser",
        "
        id        integer  unknown  stated
        hostname  string   unknown  stated
        email     email    unknown  stated
        ",
    ),
];

/// The types of `worksection`.
pub(crate) const WORKSECTION: &[(&str, &str)] = &[
    (
        "GetUsersResponse",
        "
        status  enum ok  required  stated
        data    [User]   required  stated
        ",
    ),
    (
        // The page leaves open whether `rate` is a number or text (its sample has a placeholder without quotes), so both are read.
        "User",
        "
        id                string    unknown   assumed
        first_name        string    unknown   stated
        last_name         string    unknown   stated
        name              string    unknown   stated
        title             string    unknown   stated
        url               string    unknown   stated
        services          object    unknown   stated
        services.chats    {string}  unknown   assumed
        services.socials  {string}  unknown   assumed
        contacts          string    optional  stated
        date_added        string    optional  stated
        rate              number | string  optional  assumed
        avatar            string    unknown   stated
        group             string    unknown   stated
        department        string    unknown   stated
        role              Role      unknown   stated
        email             string    unknown   stated
        phone             string    optional  stated
        phone2            string    optional  stated
        phone3            string    optional  stated
        phone4            string    optional  stated
        address           string    optional  stated
        address2          string    optional  stated
        ",
    ),
];
