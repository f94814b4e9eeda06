//! Synthetic studies in the shape of ClinicalTrials.gov's API, the same for the same number.

/// Numbers are spread as those of the register are, over its first seven millions.
const BETWEEN_NUMBERS: usize = 7;

/// Words that stand in a large share of all records.
pub const FREQUENT: &[&str] = &[
    "stem cell trial",
    "mesenchymal stem cells",
    "safety and efficacy of cells",
    "randomized university",
    "chronic disease cells United States",
    "a study of cells in patients with chronic kidney disease in China",
];

/// A synthetic study.
pub struct Study {
    at: usize,
}

const CELLS: &[&str] = &[
    "Mesenchymal Stem Cells",
    "Marrow Cells",
    "Cord Blood",
    "Exosomes",
    "Islet Cells",
    "Platelet-rich Plasma",
    "Fat-derived Cells",
    "Hematopoietic Stem Cells",
    "Retinal Cells",
    "Neural Progenitors",
    "CAR-T Cells",
    "Natural Killer Cells",
    "Chondrocytes",
    "Keratinocytes",
    "Amniotic Products",
    "Gene-edited Cells",
];
const ORGANS: &[&str] = &[
    "Knee",
    "Heart",
    "Kidney",
    "Liver",
    "Lung",
    "Skin",
    "Eye",
    "Spinal Cord",
    "Brain",
    "Bone",
    "Hip",
    "Pancreas",
    "Bowel",
    "Blood",
    "Muscle",
    "Nerve",
    "Bladder",
    "Cornea",
    "Retina",
    "Thyroid",
];
const DISORDERS: &[&str] = &[
    "Arthritis",
    "Failure",
    "Fibrosis",
    "Injury",
    "Ischemia",
    "Cancer",
    "Infection",
    "Degeneration",
    "Ulcer",
    "Dystrophy",
    "Necrosis",
    "Stroke",
    "Sclerosis",
    "Anemia",
    "Leukemia",
    "Lymphoma",
    "Palsy",
    "Burn",
    "Fistula",
];
const WHOM: &[&str] =
    &["Adults", "Children", "Older Adults", "Women", "Men", "Infants", "Veterans", "Athletes"];
const STATES: &[&str] =
    &["RECRUITING", "COMPLETED", "TERMINATED", "UNKNOWN", "ACTIVE_NOT_RECRUITING", "WITHDRAWN"];
const COUNTRIES: &[&str] = &[
    "United States",
    "China",
    "Germany",
    "France",
    "Spain",
    "Iran",
    "Japan",
    "Korea",
    "India",
    "Brazil",
    "Italy",
    "Netherlands",
    "Belgium",
    "Egypt",
    "Turkey",
    "Mexico",
    "Poland",
    "Sweden",
    "Jordan",
    "Panama",
];
const SYLLABLES: &[&str] = &[
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we",
    "xi", "yo", "zu", "tran", "stel", "brin", "mor",
];

impl Study {
    /// The study of that number.
    pub fn new(at: usize) -> Self {
        Study { at }
    }

    /// One of a list, the first ones more often, as words of real titles are.
    fn one<'a>(&self, list: &[&'a str], salt: u64) -> &'a str {
        let share = (mixed(self.at as u64 * 31 + salt) % 10_000) as f64 / 10_000.0;
        list[(share * share * list.len() as f64) as usize]
    }

    /// A made-up name, one of so many.
    fn name(&self, salt: u64, many: u64) -> String {
        let mut number = mixed(mixed(self.at as u64 * 31 + salt) % many);
        let mut name = String::new();
        for _ in 0..4 {
            name.push_str(SYLLABLES[(number % SYLLABLES.len() as u64) as usize]);
            number /= SYLLABLES.len() as u64;
        }
        name[..1].to_uppercase() + &name[1..]
    }

    /// Its number in the register.
    pub fn number(&self) -> String {
        format!("NCT{:08}", self.at * BETWEEN_NUMBERS)
    }

    fn condition(&self) -> String {
        format!("{} {}", self.one(ORGANS, 1), self.one(DISORDERS, 2))
    }

    /// Its title.
    pub fn title(&self) -> String {
        let (cells, condition) = (self.one(CELLS, 3), self.condition());
        let (drug, whom) = (self.name(4, 20_000), self.one(WHOM, 5));
        match mixed(self.at as u64) % 4 {
            0 => format!("{cells} for {condition} in {whom}: {drug} Trial"),
            1 => format!("Safety and Efficacy of {drug} {cells} in {whom} With {condition}"),
            2 => format!("A Study of {drug} and {cells} in Chronic {condition}"),
            _ => format!("{drug}: Randomized {cells} Against Usual Care in {condition}"),
        }
    }

    fn sponsor(&self) -> String {
        format!("University of {}", self.name(6, 5_000))
    }

    /// What somebody may type to find it.
    pub fn words(&self, turn: usize) -> String {
        match turn % 5 {
            0 => format!("{} {}", self.one(CELLS, 3), self.condition()),
            1 => format!("{} {}", self.name(4, 20_000), self.condition()),
            2 => format!("{} {}", self.sponsor(), self.one(CELLS, 3)),
            3 => format!(
                "is there a trial of {} for {} in {}",
                self.one(CELLS, 3),
                self.condition(),
                self.one(COUNTRIES, 7)
            ),
            _ => self.title(),
        }
    }

    /// As the API gives it.
    pub fn json(&self) -> serde_json::Value {
        let arm = self.name(4, 20_000);
        let text = format!("People with {} are given {arm}. ", self.condition());
        serde_json::json!({
            "protocolSection": {
                "identificationModule": {
                    "nctId": self.number(),
                    "orgStudyIdInfo": { "id": format!("S-{}", self.at) },
                    "organization": { "fullName": self.sponsor(), "class": "OTHER" },
                    "briefTitle": self.title(),
                    "officialTitle": format!("A Phase 2 {} at {}", self.title(), self.sponsor()),
                },
                "statusModule": {
                    "overallStatus": self.one(STATES, 8),
                    "studyFirstSubmitDate": format!("{}-03-01", 2000 + self.at % 26),
                    "lastUpdatePostDateStruct": { "date": "2026-10-01", "type": "ACTUAL" },
                },
                "sponsorCollaboratorsModule": { "leadSponsor": { "name": self.sponsor(), "class": "OTHER" } },
                "descriptionModule": { "briefSummary": text.repeat(8) },
                "conditionsModule": { "conditions": [self.condition()], "keywords": ["cells"] },
                "designModule": {
                    "studyType": "INTERVENTIONAL",
                    "phases": ["PHASE2"],
                    "designInfo": { "allocation": "RANDOMIZED" },
                    "enrollmentInfo": { "count": 20 + self.at % 400, "type": "ESTIMATED" },
                },
                "armsInterventionsModule": { "armGroups": [
                    { "label": arm, "type": "EXPERIMENTAL", "description": text },
                    { "label": "Usual care", "type": "ACTIVE_COMPARATOR" },
                ] },
                "outcomesModule": { "primaryOutcomes": [
                    { "measure": format!("Change in {} score", self.condition()), "timeFrame": "12 months" },
                ] },
                "eligibilityModule": { "eligibilityCriteria": text.repeat(12), "sex": "ALL" },
                "contactsLocationsModule": { "locations": [
                    { "facility": self.sponsor(), "city": self.name(9, 3_000), "country": self.one(COUNTRIES, 7) },
                ] },
            },
            "derivedSection": { "miscInfoModule": { "versionHolder": "2026-11-20" } },
            "hasResults": false,
        })
    }
}

/// SplitMix64: numbers that look random and are the same everywhere.
pub fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
