package dev.plumb.examples.mixer;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * An example in which three people talk one after the other. A mixer sends each the sum of the others and names the
 * speaker.
 */
public final class Conference {
    private static final List<String> NAMES = List.of("Ada", "Grace", "Joan");
    private static final int LOWEST_HZ = 400;
    private static final int STEP_HZ = 300;
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Conference() {}

    /**
     * The results of the example.
     *
     * @param speakers the speakers in the order in which the mixer named them
     */
    public record Report(List<String> speakers) {}

    /** Returns the frequency at which a person talks. */
    public static int toneHz(String name) {
        return LOWEST_HZ + NAMES.indexOf(name) * STEP_HZ;
    }

    /** A person and their connection to the mixer's agent. */
    private record Person(String name, Pair line, MediaStreamTrack voice, Mixer others, RTCDataChannel words) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out, (name, frame) -> {});
        }
    }

    /** Runs the example. The sound that each person hears is passed to {@code heard}. */
    public static Report run(Stage stage, PrintStream out, BiConsumer<String, AudioFrame> heard) {
        List<String> named = new CopyOnWriteArrayList<>();
        List<Person> people = new ArrayList<>();
        Mixer everybody = new Mixer();
        for (String name : NAMES) {
            Person person = join(stage, name, heard);
            // what the person at the far end of a line is told
            person.line()
                    .left()
                    .onDataChannel(channel -> channel.onMessage(m -> {
                        if (name.equals(NAMES.getFirst()) && m instanceof RTCDataChannel.Message.Text(String text)) {
                            named.add(text);
                        }
                    }));
            people.add(person);
        }
        // the mixer's side: every voice goes into the mix of each of the others, and into the one for levels
        for (Person from : people) {
            MediaStreamTrack arrived = arrived(stage, from);
            everybody.add(from.name(), arrived);
            people.stream()
                    .filter(to -> !to.equals(from))
                    .forEach(to -> to.others().add(from.name(), arrived));
        }
        MediaStreamTrack _ = startLevels(people.getFirst(), everybody);
        if (!stage.until(
                () -> people.stream().allMatch(p -> p.words().readyState() == RTCDataChannelState.OPEN), PATIENCE)) {
            throw new IllegalStateException("the data channels did not open");
        }
        String last = "";
        for (Person speaker : people) {
            people.forEach(p -> p.voice().enabled(p.equals(speaker)));
            stage.pass(TURN);
            String now = everybody.speaker().orElse("nobody");
            out.println(speaker.name() + " talks; levels " + rounded(everybody) + "; speaking: " + now);
            if (!now.equals(last)) {
                people.forEach(p -> p.words().send(now));
                last = now;
            }
        }
        stage.pass(TURN);
        return new Report(List.copyOf(named));
    }

    private static Person join(Stage stage, String name, BiConsumer<String, AudioFrame> heard) {
        Pair line = Pair.on(stage);
        MediaStreamTrack voice = line.left().getAgent().audioTrack(name, new ToneSource(toneHz(name), 0.3));
        voice.enabled(false);
        line.left().send(voice);
        line.left().onTrack(track -> track.onAudio(frame -> heard.accept(name, frame)));
        Mixer others = new Mixer();
        line.right().send(line.right().getAgent().audioTrack("the others", others));
        return new Person(name, line, voice, others, line.right().channel("speaker"));
    }

    private static MediaStreamTrack arrived(Stage stage, Person person) {
        if (!stage.until(() -> !person.line().right().receivers().isEmpty(), PATIENCE)) {
            throw new IllegalStateException(person.name() + " was not received");
        }
        return person.line().right().receivers().getFirst().track();
    }

    /** Starts a mix for its levels alone. A mix whose sound nobody takes has to run for them. */
    private static MediaStreamTrack startLevels(Person host, Mixer everybody) {
        MediaStreamTrack track = host.line().right().getAgent().audioTrack("everybody", everybody);
        track.onAudio(frame -> {});
        return track;
    }

    private static String rounded(Mixer mixer) {
        StringBuilder text = new StringBuilder();
        mixer.levels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> text.append(text.isEmpty() ? "" : ", ")
                        .append(e.getKey())
                        .append(String.format(" %.2f", e.getValue())));
        return text.toString();
    }
}
