package dev.tierwall.cli.lab.demo;

import dev.tierwall.cli.check.CheckCommand;
import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.lab.RunningLab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Plays one step: applies its manifests, tries its connections, and compares each with its prediction. */
final class DemoPlay {

    private static final int READY_MILLIS = 15_000;
    private static final int PAUSE_MILLIS = 50;

    /** Policies reach the kernel within some milliseconds after the answer to kubectl. */
    private static final int SETTLE_MILLIS = 200;

    private final DemoScreen screen;
    private final DemoHands hands;
    private final RunningLab lab;

    DemoPlay(DemoScreen screen, DemoHands hands, RunningLab lab) {
        this.screen = screen;
        this.hands = hands;
        this.lab = lab;
    }

    /** What the engine says of a connection. */
    private record Prediction(boolean allowed, String why) {}

    /** Plays a step; gives how many connections did not do what was predicted. */
    int play(DemoStep step) throws IOException {
        screen.title(step.title());
        for (String file : step.files()) {
            screen.command("kubectl apply -f examples/" + file);
            screen.text(hands.apply(file).text());
        }
        awaitPods();
        show(step);
        List<Future<RunningLab.Result>> answers = new ArrayList<>();
        for (DemoStep.Try one : step.tries()) {
            FutureTask<RunningLab.Result> task = new FutureTask<>(() -> hands.exec(one, command(one)));
            Thread.ofVirtual().start(task);
            answers.add(task);
        }
        int differ = 0;
        for (int i = 0; i < answers.size(); i++) {
            DemoStep.Try one = step.tries().get(i);
            Prediction prediction = predict(one);
            differ += compare(one, prediction, get(answers.get(i))) ? 0 : 1;
        }
        if (!step.words().isEmpty()) {
            screen.warning(step.words());
        }
        return differ;
    }

    private void show(DemoStep step) throws IOException {
        boolean first = step == DemoStep.ALL.getFirst();
        String what = first ? "kubectl get ns --show-labels" : "kubectl get networkpolicy -A";
        RunningLab.Result said =
                first ? hands.show("get", "ns", "--show-labels") : hands.show("get", "networkpolicy", "-A");
        if (!said.text().isEmpty()) {
            screen.command(what);
            screen.text(said.text());
        }
    }

    private static List<String> command(DemoStep.Try one) {
        return List.of("nc", "-z", "-w", "1", "-v", one.host(), Integer.toString(one.port()));
    }

    private static RunningLab.Result get(Future<RunningLab.Result> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            return new RunningLab.Result(-1, String.valueOf(failure.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a connection is tried", interrupted);
        }
    }

    private void awaitPods() throws IOException {
        try {
            for (int waited = 0; !lab.isReady(); waited += PAUSE_MILLIS) {
                if (waited > READY_MILLIS) {
                    throw new IOException("the pods of the application are not ready after " + READY_MILLIS / 1000
                            + " s; see 'kubectl get pods -A'");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            Thread.sleep(SETTLE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while pods start", interrupted);
        }
    }

    /** A connection either comes about, or is said to have timed out: anything else is neither, and agrees with nothing. */
    private boolean compare(DemoStep.Try one, Prediction prediction, RunningLab.Result said) {
        String text = said.text()
                .lines()
                .filter(line -> !line.startsWith("command terminated"))
                .reduce((first, second) -> second)
                .orElse("");
        boolean connected = said.code() == 0;
        boolean timedOut = said.code() == 1 && text.contains("timed out");
        boolean agrees = prediction.allowed() ? connected : timedOut;
        screen.command(
                "kubectl exec -n " + one.namespace() + " " + one.pod() + " -- " + String.join(" ", command(one)));
        screen.text(text);
        screen.verdict(agrees, "predicted: " + (prediction.allowed() ? "allowed" : "denied"));
        if (!prediction.allowed() || !agrees) {
            prediction.why().lines().filter(line -> line.startsWith("  ")).forEach(screen::reason);
        }
        return agrees;
    }

    private Prediction predict(DemoStep.Try one) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        StringWriter complaints = new StringWriter();
        Map<String, String> variables = new HashMap<>(lab.shell().variables());
        variables.put("KUBECONFIG", lab.kubeconfig().toString());
        Shell quiet = new Shell(
                InputStream.nullInputStream(),
                new DataWriter(said),
                new PrintWriter(complaints),
                variables,
                Shell.Terminals.NONE);
        CheckCommand check = new CheckCommand();
        CommandSpec spec = CommandSpec.wrapWithoutInspection(check);
        check.describe(spec);
        int code = check.run(
                new CommandLine(spec).parseArgs(one.namespace() + "/" + one.pod(), one.asked() + ":" + one.port()),
                quiet);
        quiet.out().flush();
        if (code > ExitCode.NO) {
            throw new IOException("no prediction: " + complaints);
        }
        return new Prediction(code == ExitCode.OK, said.toString(StandardCharsets.UTF_8));
    }
}
