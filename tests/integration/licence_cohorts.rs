//! Results cut by legitimationskohort: five years of licences.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::Program;

/// 1 and 2 have licences of 2003 and 2004, 3 of 2005, 4 of unknown year. 2 stops in 2011, 5 is licensed then.
const DENTISTS: &str = "\
löpnr,år,yrke,status,län,legitimationsår
1,2010,tandläkare,i yrket,01,2003
1,2011,tandläkare,i yrket,01,2003
2,2010,tandläkare,i yrket,01,2004
2,2011,tandläkare,ej sysselsatt,01,2004
3,2010,tandläkare,i yrket,01,2005
3,2011,tandläkare,i yrket,01,2005
4,2010,tandläkare,i yrket,01,
4,2011,tandläkare,i yrket,01,
5,2011,tandläkare,i yrket,01,2011
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("r.csv"), DENTISTS).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn flow(&self, arguments: &str) -> Program {
        let program = Program::new(&format!("flow tandläkare --disclosure off -q {arguments}"));
        program.arg("--extract").arg(self.path("r.csv"))
    }
}

/// The rows of a table as the named columns.
fn columns(table: &str, names: &[&str]) -> Vec<String> {
    let mut lines = table.lines().map(|line| line.split(','));
    let header: Vec<&str> = lines.next().unwrap().collect();
    let at = |name: &&str| header.iter().position(|own| own == name).unwrap();
    let at: Vec<usize> = names.iter().map(at).collect();
    lines
        .map(|cells| {
            let cells: Vec<&str> = cells.collect();
            at.iter().map(|at| cells[*at]).collect::<Vec<_>>().join(",")
        })
        .collect()
}

#[test]
fn stock_and_balance_are_cut_by_licence_cohort() {
    let folder = Folder::new();
    let stock = folder.flow("--view stock --by legitimationskohort -f csv");
    assert_eq!(
        columns(&stock.stdout(), &["år", "legitimationskohort", "i_yrket"]),
        [
            "2010,2000–2004,2",
            "2010,2005–2009,1",
            "2010,2010–2014,0",
            "2010,totalt,4",
            "2010,uppgift saknas,1",
            "2011,2000–2004,1",
            "2011,2005–2009,1",
            "2011,2010–2014,1",
            "2011,totalt,4",
            "2011,uppgift saknas,1",
        ]
    );
    let balance = folder.flow("--view balance --by licence_cohort --lang en -f csv");
    let names = [
        "licence_cohort",
        "opening",
        "newly_licensed_unknown",
        "not_employed",
        "closing",
    ];
    assert_eq!(
        columns(&balance.stdout(), &names),
        [
            "2000–2004,2,0,1,1",
            "2005–2009,1,0,0,1",
            "2010–2014,0,1,0,1",
            "total,4,1,1,4",
            "not known,1,0,0,1"
        ]
    );
}

#[test]
fn retention_is_cut_by_licence_cohort_and_followup_by_its_own_cohorts() {
    let folder = Folder::new();
    let retention = folder
        .flow("--view retention --by legitimationskohort -f csv")
        .stdout();
    assert!(retention.contains(",2010–2014,"), "{retention}");
    let followup = folder
        .flow("--view followup --by legitimationskohort")
        .run();
    assert_eq!(followup.code, Some(2));
    assert!(
        followup.stderr.contains("--cohorts 2000..2004"),
        "{}",
        followup.stderr
    );
    let all = "--by kön,åldersgrupp,utbildningsland,sektor,legitimationskohort";
    let most = folder.flow(&format!("--view stock {all}")).run();
    assert_eq!(most.code, Some(2), "{}", most.stderr);
}

#[test]
fn a_cube_has_licence_cohorts_where_they_were_asked_for() {
    let folder = Folder::new();
    let save = |name: &str, arguments: &str| {
        let run = folder.flow(&format!("--view stock {arguments} -f csv"));
        run.arg("--save-cube").arg(folder.path(name)).stdout()
    };
    let direct = save("with.parquet", "--by legitimationskohort");
    save("without.parquet", "");
    let read = |name: &str| {
        let command =
            "flow tandläkare --view stock --by legitimationskohort --disclosure off -f csv";
        Program::new(command)
            .arg("--cube")
            .arg(folder.path(name))
            .run()
    };
    assert_eq!(read("with.parquet").stdout, direct);
    let refused = read("without.parquet");
    assert_eq!(refused.code, Some(1));
    let told = "kuben är inte räknad efter legitimationskohort";
    assert!(refused.stderr.contains(told), "{}", refused.stderr);
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    let (with, without) = (folder.path("with.parquet"), folder.path("without.parquet"));
    assert!(size(&without) < size(&with));
}
