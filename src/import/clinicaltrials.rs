//! A study of ClinicalTrials.gov's API, version 2
//! (<https://clinicaltrials.gov/data-api/about-api/study-data-structure>). Only what is
//! shown is read; every part of a study may be missing.

use serde::Deserialize;

use super::Why;
use super::draft::{Draft, date};
use crate::knowledge::Record;
use crate::knowledge::record::{Arm, Enrollment, Registration};

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Study {
    protocol_section: Protocol,
    derived_section: Derived,
    has_results: bool,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Protocol {
    identification_module: Identification,
    status_module: Status,
    sponsor_collaborators_module: Sponsors,
    conditions_module: Conditions,
    design_module: Design,
    arms_interventions_module: Arms,
    outcomes_module: Outcomes,
    contacts_locations_module: Locations,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Identification {
    nct_id: String,
    brief_title: String,
    official_title: String,
    acronym: String,
    secondary_id_infos: Vec<SecondaryId>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct SecondaryId {
    id: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    overall_status: String,
    study_first_submit_date: String,
    last_update_post_date_struct: DateStruct,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DateStruct {
    date: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Sponsors {
    lead_sponsor: Named,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Named {
    name: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Conditions {
    conditions: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Design {
    study_type: String,
    phases: Vec<String>,
    design_info: DesignInfo,
    enrollment_info: Option<EnrollmentInfo>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DesignInfo {
    allocation: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct EnrollmentInfo {
    count: Option<u64>,
    r#type: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Arms {
    arm_groups: Vec<ArmGroup>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ArmGroup {
    label: String,
    r#type: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Outcomes {
    primary_outcomes: Vec<Outcome>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Outcome {
    measure: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Locations {
    locations: Vec<Location>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Location {
    country: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Derived {
    misc_info_module: MiscInfo,
}

/// The day of the register's data stands here.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct MiscInfo {
    version_holder: String,
}

/// The draft of one study.
pub fn draft(study: &str) -> Result<Draft, Why> {
    let Study { protocol_section: protocol, derived_section, has_results } = serde_json::from_str(study)
        .map_err(|error| Why::new(format!("this is no study ({error})"), "download it again as JSON"))?;
    let id = &protocol.identification_module;
    if id.nct_id.is_empty() {
        let help = "ask for the whole study, or at least for its NCTId";
        return Err(Why::new("`protocolSection.identificationModule.nctId` is missing", help));
    }
    if protocol.status_module.overall_status.is_empty() {
        let help = "ask for the whole study, or also for OverallStatus";
        return Err(Why::new("`protocolSection.statusModule.overallStatus` is missing", help));
    }
    let status = &protocol.status_module;
    let first = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let record = Record {
        title: first(&id.brief_title).unwrap_or_else(|| id.official_title.clone()),
        also: vec![id.official_title.clone(), id.acronym.clone()],
        container: "ClinicalTrials.gov".into(),
        year: date(&status.study_first_submit_date).map(|date| date.year()),
        trial: numbers(id),
        url: format!("https://clinicaltrials.gov/study/{}", id.nct_id),
        updated: date(&status.last_update_post_date_struct.date),
        registration: Some(registration(&protocol, has_results)),
        ..Record::default()
    };
    let exported = date(&derived_section.misc_info_module.version_holder);
    Ok(Draft { record, authors: Vec::new(), exported })
}

/// Its own number, then those of other registers.
fn numbers(id: &Identification) -> Vec<String> {
    let others = id.secondary_id_infos.iter().map(|info| info.id.clone());
    let others = others.filter(|number| crate::knowledge::number::is_registry_number(number));
    std::iter::once(id.nct_id.clone()).chain(others).collect()
}

fn registration(protocol: &Protocol, has_results: bool) -> Registration {
    let design = &protocol.design_module;
    let enrollment = design
        .enrollment_info
        .as_ref()
        .and_then(|info| info.count.map(|count| Enrollment { count, actual: info.r#type == "ACTUAL" }));
    let arms = protocol.arms_interventions_module.arm_groups.iter();
    Registration {
        status: words(&protocol.status_module.overall_status),
        study: words(&design.study_type),
        phase: phase(&design.phases),
        allocation: words(&design.design_info.allocation),
        enrollment,
        arms: arms.map(|arm| Arm { label: arm.label.clone(), kind: words(&arm.r#type) }).collect(),
        primary: protocol.outcomes_module.primary_outcomes.iter().map(|o| o.measure.clone()).collect(),
        sponsor: protocol.sponsor_collaborators_module.lead_sponsor.name.clone(),
        countries: protocol.contacts_locations_module.locations.iter().map(|l| l.country.clone()).collect(),
        conditions: protocol.conditions_module.conditions.clone(),
        has_results,
    }
}

/// "ACTIVE_NOT_RECRUITING" as "active, not recruiting"; other words of the register in
/// small letters.
fn words(code: &str) -> String {
    match code {
        "ACTIVE_NOT_RECRUITING" => "active, not recruiting".into(),
        "NA" => String::new(),
        code => code.to_lowercase().replace('_', " "),
    }
}

/// `["PHASE1", "PHASE2"]` as "1/2".
fn phase(phases: &[String]) -> String {
    let name = |code: &String| match code.as_str() {
        "EARLY_PHASE1" => "early 1".to_owned(),
        "NA" => "not applicable".to_owned(),
        code => code.trim_start_matches("PHASE").to_lowercase(),
    };
    phases.iter().map(name).collect::<Vec<_>>().join("/")
}
