//! What a sample does where there is no answer, or none that it should follow; and what it does with the caller's key.

use conformance::recording_server::{API_KEY, RecordingServer, read_request, runtime};
use conformance::sample_runner::{Program, Run};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::process::{Child, Command};

use crate::Case;
use crate::answers::created;
use crate::attempt::{API_KEY_VARIABLE, Attempt, Sampled, expect, says, shows_none};

pub(crate) fn cases(sampled: &Sampled) -> Vec<(String, Case)> {
    let mut cases: Vec<(String, Case)> = Vec::new();
    let mut add = |what: &str, case: Case| cases.push((what.to_owned(), case));
    for variable in sampled.required() {
        for (what, value) in [("is missing", None), ("is empty", Some(""))] {
            let name = variable.clone();
            let case: Case =
                Box::new(move |sampled, program| says_what_is_missing(sampled, program, &name, value));
            add(&format!("{variable} {what}"), case);
        }
    }
    for status in [301, 302, 303, 307, 308] {
        let case: Case = Box::new(move |sampled, program| does_not_follow(sampled, program, status));
        add(&format!("a redirect, {status}, is not followed"), case);
    }
    add("a caller's key of two lines", Box::new(refuses_a_key_of_two_lines));
    add("a base URL with a slash at its end", Box::new(takes_a_slash));
    add("a server that is not there", Box::new(fails_without_a_server));
    if created(sampled).is_some() {
        add("a second run leaves the first one's key alone", Box::new(overwrites_nothing));
        if cfg!(target_os = "linux") {
            add("the caller's key is in no list of processes", Box::new(shows_nothing_to_others));
        }
        add("an interrupted call says what to do", Box::new(says_what_to_do_when_interrupted));
    }
    cases
}

fn says_what_is_missing(
    sampled: &Sampled,
    program: &Program,
    name: &str,
    value: Option<&str>,
) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        let server = RecordingServer::answering_json(500, "{}").await;
        let mut variables = sampled.variables(&server.base_url());
        variables.remove(name);
        variables.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        let run = attempt.run(program, &variables).await?;
        expect(!run.is_success && says(&run, name), "does not say what is missing", &run)?;
        expect(server.take_requests().is_empty() && attempt.kept()?.is_empty(), "went on", &run)?;
        shows_none(&run, &[])
    })
}

fn does_not_follow(sampled: &Sampled, program: &Program, status: u16) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        let elsewhere =
            RecordingServer::answering_json(201, &created(sampled).unwrap_or_default().to_string()).await;
        let location = elsewhere.base_url().replace("127.0.0.1", "localhost");
        let head = format!("HTTP/1.1 {status} Moved\r\nLocation: {location}/\r\nContent-Length: 0\r\n\r\n");
        let server = RecordingServer::answering(head).await;
        let run = attempt.run(program, &sampled.variables(&server.base_url())).await?;
        expect(!run.is_success && !run.stderr.is_empty(), "a success", &run)?;
        expect(elsewhere.take_requests().is_empty(), "followed", &run)?;
        sampled.conforms(&server.take_requests())?;
        expect(attempt.kept()?.is_empty(), "left a file", &run)?;
        shows_none(&run, &[])
    })
}

fn refuses_a_key_of_two_lines(sampled: &Sampled, program: &Program) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        let server = RecordingServer::answering_json(500, "{}").await;
        let mut variables = sampled.variables(&server.base_url());
        variables.insert(API_KEY_VARIABLE.to_owned(), format!("{API_KEY}\nX-Other: {API_KEY}"));
        let run = attempt.run(program, &variables).await?;
        expect(!run.is_success && !run.stderr.is_empty(), "a success", &run)?;
        expect(server.take_requests().is_empty() && attempt.kept()?.is_empty(), "went on", &run)?;
        shows_none(&run, &[])
    })
}

fn takes_a_slash(sampled: &Sampled, program: &Program) -> Result<(), String> {
    runtime()?.block_on(async {
        let server = RecordingServer::answering_json(500, "{}").await;
        let base_url = format!("{}/", server.base_url());
        Attempt::new().run(program, &sampled.variables(&base_url)).await?;
        sampled.conforms(&server.take_requests())
    })
}

fn fails_without_a_server(sampled: &Sampled, program: &Program) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        // A port that is taken, and that nobody listens on.
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let base_url = format!("http://{}", socket.local_addr().unwrap());
        let run = attempt.run(program, &sampled.variables(&base_url)).await?;
        expect(!run.is_success && !run.stderr.is_empty(), "a success", &run)?;
        expect(!sampled.recovery.iter().any(|text| says(&run, text)), "says that a key may exist", &run)?;
        expect(attempt.kept()?.is_empty(), "left a file", &run)?;
        shows_none(&run, &[])
    })
}

fn overwrites_nothing(sampled: &Sampled, program: &Program) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        let server =
            RecordingServer::answering_json(201, &created(sampled).unwrap_or_default().to_string()).await;
        let variables = sampled.variables(&server.base_url());
        let first = attempt.run(program, &variables).await?;
        let kept = attempt.kept()?;
        expect(first.is_success && kept.len() == 1, "no success", &first)?;
        sampled.conforms(&server.take_requests())?;
        let second = attempt.run(program, &variables).await?;
        expect(!second.is_success && says(&second, &kept[0].name), "does not name the file", &second)?;
        expect(server.take_requests().is_empty(), "sent", &second)?;
        expect(attempt.kept()? == kept, "overwritten", &second)
    })
}

fn shows_nothing_to_others(sampled: &Sampled, program: &Program) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        let (child, connection) = call(sampled, program, &attempt).await?;
        let lines = command_lines(child.id().unwrap());
        drop(connection);
        let run = Run::of(child).await.map_err(|error| error.to_string())?;
        expect(!lines.is_empty(), "no process is found", &run)?;
        expect(!lines.concat().contains(API_KEY), &format!("seen: {lines:?}"), &run)
    })
}

fn says_what_to_do_when_interrupted(sampled: &Sampled, program: &Program) -> Result<(), String> {
    let attempt = Attempt::new();
    runtime()?.block_on(async {
        let (child, _connection) = call(sampled, program, &attempt).await?;
        // As a terminal does it: all processes that the sample consists of.
        let kill = format!("kill -INT -{}", child.id().unwrap());
        let killed = Command::new("sh").args(["-c", &kill]).status().await.unwrap();
        let run = Run::of(child).await.map_err(|error| error.to_string())?;
        expect(killed.success() && !run.is_success, "a success", &run)?;
        expect(sampled.recovery.iter().any(|text| says(&run, text)), "does not say what to do", &run)?;
        expect(attempt.kept()?.is_empty(), "left a file", &run)?;
        shows_none(&run, &[])
    })
}

/// A sample that has sent its request, and waits for the answer on this connection.
async fn call(sampled: &Sampled, program: &Program, attempt: &Attempt) -> Result<(Child, TcpStream), String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let child = program.start(attempt.directory(), &sampled.variables(&base_url));
    let child = child.map_err(|error| error.to_string())?;
    let (mut connection, _) = listener.accept().await.unwrap();
    let request = read_request(&mut connection).await.unwrap();
    sampled.conforms(request.as_slice())?;
    Ok((child, connection))
}

/// What everybody on the machine can see of the processes of a group, as far as the system tells.
fn command_lines(group: u32) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    let lines = processes.filter_map(|process| {
        let status = std::fs::read_to_string(process.join("stat")).ok()?;
        // Behind the name, which may hold anything: state, parent, group.
        let (_, fields) = status.rsplit_once(')')?;
        let is_of_group = fields.split_whitespace().nth(2)? == group.to_string();
        is_of_group.then(|| std::fs::read_to_string(process.join("cmdline")).ok()).flatten()
    });
    lines.collect()
}
