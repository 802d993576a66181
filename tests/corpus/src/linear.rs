//! What inference costs: many samples, each read, seen and forgotten, and then a type for all of them; in time and memory, for so many megabytes and
//! for twice as many. Time is that of the processor: others may use the machine too.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

use docwright::diagnostic::Diagnostics;
use docwright::document::json as reader;
use docwright::infer::Evidence;
use docwright::ir::Types;
use docwright::text::SourceMap;
use serde_json::Value;

use crate::Options;
use crate::json;
use crate::scratch::Scratch;

/// How many megabytes of samples are inferred from.
const SIZES: [usize; 3] = [25, 50, 100];

/// Twice as many may take so many times as long. What is quadratic takes four times.
const MOST_TIME: f64 = 2.6;

/// All may take so many times the memory of a quarter of them: only what is known grows, and not with the samples.
const MOST_MEMORY: f64 = 1.5;

/// Measures each size in a process of its own, and says whether it is linear.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let scratch = Scratch::new(&options.scratch, &options.root)?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut measured: Vec<(f64, f64)> = Vec::new();
    println!("{:>6} {:>9} {:>7} {:>8} {:>8} {:>11}", "MB", "samples", "types", "time", "MB/s", "memory");
    for size in SIZES {
        let file = scratch.path(&format!("samples-{size}.txt"));
        let samples = write(&options.corpus.with_file_name("json"), &file, size * 1_000_000)?;
        let output = Command::new(&program).arg("infer-file").arg(&file).output().map_err(|error| error.to_string())?;
        let told: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{}: {error}: {}", file.display(), String::from_utf8_lossy(&output.stderr)))?;
        fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        if told["samples"] != serde_json::json!(samples) {
            return Err(format!("{} of {samples} samples were read", told["samples"]));
        }
        let figure = |key: &str| told[key].as_f64().ok_or_else(|| format!("the program says nothing of `{key}`"));
        let (seconds, memory) = (figure("seconds")?, figure("memory")?);
        #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
        let speed = size as f64 / seconds;
        println!("{size:>6} {samples:>9} {:>7} {seconds:>6.2} s {speed:>8.0} {memory:>8.0} MiB", told["types"]);
        measured.push((seconds, memory));
    }
    let twice = measured.windows(2).all(|pair| pair[1].0 <= pair[0].0 * MOST_TIME);
    let all = measured.first().zip(measured.last()).is_some_and(|(least, most)| most.1 <= least.1 * MOST_MEMORY);
    if !twice {
        println!("twice the samples take more than {MOST_TIME} times as long");
    }
    if !all {
        println!("four times the samples take more than {MOST_MEMORY} times the memory");
    }
    Ok(twice && all)
}

/// Infers a type for each operation from the samples of a file, one at a time, and says what that took.
#[expect(clippy::print_stdout, reason = "what the process is started for")]
pub(crate) fn file(file: &Path) -> Result<bool, String> {
    let opened = File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut operations: BTreeMap<String, Evidence> = BTreeMap::new();
    let mut samples = 0;
    for line in BufReader::new(opened).lines() {
        let line = line.map_err(|error| error.to_string())?;
        let (operation, text) = line.split_once('\t').ok_or("a line has an operation and a sample")?;
        let mut sources = SourceMap::default();
        let sample = sources.add("sample.json", text.to_owned());
        let mut said = Diagnostics::default();
        let node = reader::read_strict(sample, &sources, &mut said).ok_or_else(|| format!("a sample of {operation} is no JSON"))?;
        if !operations.contains_key(operation) {
            operations.insert(operation.to_owned(), Evidence::default());
        }
        if let Some(evidence) = operations.get_mut(operation) {
            evidence.see(&node);
        }
        samples += 1;
    }
    let mut types = Types::default();
    for evidence in operations.into_values() {
        evidence.settle(&mut types);
    }
    println!("{}", serde_json::json!({ "samples": samples, "types": types.len(), "seconds": time()?, "memory": most_memory()? }));
    Ok(true)
}

/// The seconds of a processor that this process has had, in its only thread.
fn time() -> Result<f64, String> {
    let file = "/proc/self/schedstat";
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}: this is for Linux"))?;
    let nanoseconds: f64 =
        text.split_whitespace().next().and_then(|word| word.parse().ok()).ok_or_else(|| format!("{file} has no number"))?;
    Ok(nanoseconds / 1e9)
}

/// The most memory that this process has had, in MiB.
fn most_memory() -> Result<f64, String> {
    let status = fs::read_to_string("/proc/self/status").map_err(|error| format!("/proc/self/status: {error}: this is for Linux"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("/proc/self/status has no VmHWM")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().map_err(|_| "VmHWM is no number")?;
    Ok(kilobytes / 1024.0)
}

/// Writes so many bytes of samples: the documents of the corpus over and over, with other values. How many samples these are.
fn write(corpus: &Path, file: &Path, most: usize) -> Result<usize, String> {
    let mut documents = Vec::new();
    for name in json::documents(corpus)? {
        let path = corpus.join(&name);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        documents.push((name, text));
    }
    let mut out = BufWriter::new(File::create(file).map_err(|error| format!("{}: {error}", file.display()))?);
    let (mut written, mut samples) = (0, 0);
    for round in 0_u64.. {
        for (name, text) in &documents {
            let line = format!("{name}\t{}\n", varied(text, round));
            written += line.len();
            out.write_all(line.as_bytes()).map_err(|error| error.to_string())?;
            samples += 1;
            if written >= most {
                out.flush().map_err(|error| error.to_string())?;
                return Ok(samples);
            }
        }
    }
    Ok(samples)
}

/// The same document in one line, with other letters and digits in its values, and in keys of digits. The first round is the document itself.
fn varied(text: &str, round: u64) -> String {
    let mut state = round;
    let mut other = |byte: u8| {
        if round == 0 {
            return byte;
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let by = |count: u8| u8::try_from((state >> 33) % u64::from(count)).unwrap_or(0);
        match byte {
            b'a'..=b'z' => b'a' + by(26),
            b'1'..=b'9' => b'1' + by(9),
            _ => byte,
        }
    };
    let bytes = text.as_bytes();
    let mut line: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'"' {
            // Of what stands outside of texts only numbers have digits, and their words are `true`, `false`, `null` and `e`.
            line.push(match byte {
                b'\n' | b'\r' | b'\t' => b' ',
                b'1'..=b'9' => other(byte),
                _ => byte,
            });
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while bytes.get(end).is_some_and(|byte| *byte != b'"') {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let inner = bytes.get(at + 1..end).unwrap_or_default();
        let is_key = bytes.get(end + 1..).unwrap_or_default().iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
        let stays = (is_key && !inner.iter().all(u8::is_ascii_digit)) || inner.contains(&b'\\');
        line.push(b'"');
        line.extend(inner.iter().map(|byte| if stays { *byte } else { other(*byte) }));
        line.push(b'"');
        at = end + 1;
    }
    String::from_utf8_lossy(&line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::varied;
    use serde_json::Value;

    #[test]
    fn only_values_and_keys_of_digits_are_others() {
        let text = "{\n \"name\": \"abc 10\", \"a\\\"b\": [1.5, -20, true, null, 1e5], \"17\": {}\n}";
        assert_eq!(varied(text, 0), text.replace('\n', " "));
        let one = varied(text, 1);
        assert_ne!(one, varied(text, 2));
        let value: Value = serde_json::from_str(&one).expect("it is JSON still");
        let keys: Vec<&String> = value.as_object().expect("an object").keys().collect();
        assert_eq!((keys.len(), keys[1].as_str(), keys[2].as_str()), (3, "a\"b", "name"));
        assert!(keys[0].len() == 2 && keys[0].bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(value["name"].as_str().map(str::len), Some(6));
        assert_eq!((&value["a\"b"][2], &value["a\"b"][3]), (&Value::Bool(true), &Value::Null));
    }
}
