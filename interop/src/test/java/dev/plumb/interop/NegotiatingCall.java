package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import dev.plumb.signal.jsep.RTCRtpTransceiver;
import dev.plumb.signal.jsep.RTCSdpType;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.signal.jsep.RTCSignalingState;
import dev.plumb.testkit.ToneMeter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A page's RTCPeerConnection and one of ours, both of which negotiate whenever they have to, by perfect negotiation; signalling can be
 * held, so that both offer at once.
 */
final class NegotiatingCall implements AutoCloseable {
    static final int PATIENCE_SECONDS = 40;
    private static final AtomicInteger CALLS = new AtomicInteger();

    final Browser browser;
    final RtcLoop loop = new RtcLoop();
    final Agent agent = Agent.create(loop, new LoopbackNetwork(), new SecureRandom());
    final RTCPeerConnection pc;
    final List<Object> failures = new CopyOnWriteArrayList<>();
    final List<RTCSignalingState> ourStates = new CopyOnWriteArrayList<>();
    final List<String> theirStates = new CopyOnWriteArrayList<>();
    /** By the media section's name. */
    final Map<String, Received> received = new ConcurrentHashMap<>();
    /** Applied to our descriptions on their way. */
    volatile UnaryOperator<String> onTheWay = sdp -> sdp;

    private final int number = CALLS.incrementAndGet();
    private final boolean polite;
    private final boolean silent;
    private final ExecutorService toPage =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean held;
    private boolean makingOffer;
    private boolean ignoreOffer;
    private boolean settingAnswer;

    /** What comes over one media section. */
    static final class Received {
        final MediaStreamTrack track;
        final ToneMeter tone = new ToneMeter(48_000);
        final AtomicInteger pictures = new AtomicInteger();
        volatile @Nullable VideoFrame last;

        Received(MediaStreamTrack track) {
            this.track = track;
            if (track.kind() == MediaKind.AUDIO) {
                track.onAudio(f -> {
                    if (tone.seconds() < 2) {
                        tone.add(f.samples(), f.channels());
                    }
                });
            } else {
                track.onVideo(f -> {
                    last = f;
                    pictures.incrementAndGet();
                });
            }
        }

        int number() {
            VideoFrame f = last;
            return f == null ? -1 : TestPattern.numberIn(f).orElse(-1);
        }
    }

    NegotiatingCall(Browser browser, boolean wePolite) {
        this(browser, wePolite, RTCConfiguration.DEFAULT, Map.of(), false);
    }

    /** Descriptions are the test's to exchange; candidates go by themselves, from {@link #release} on. */
    static NegotiatingCall byHand(Browser browser) {
        NegotiatingCall call = new NegotiatingCall(browser, true, RTCConfiguration.DEFAULT, Map.of(), true);
        call.hold();
        return call;
    }

    NegotiatingCall(
            Browser browser, boolean wePolite, RTCConfiguration ours, Map<String, String> theirs, boolean silent) {
        this.browser = browser;
        this.polite = wePolite;
        this.silent = silent;
        this.pc = RTCPeerConnection.create(agent, ours);
        pc.onSignalingStateChange(ourStates::add);
        pc.onTrack(e -> received.computeIfAbsent(e.transceiver().mid().orElseThrow(), mid -> new Received(e.track())));
        pc.onIceCandidate(c -> c.ifPresent(this::candidateToThem));
        if (!silent) {
            pc.onNegotiationNeeded(p -> offer());
        }
        browser.call("open", Map.of("call", number, "polite", !wePolite, "silent", silent, "configuration", theirs));
        on("signal", e -> pass(() -> hear(e)));
        on("signaling", e -> theirStates.add(e.path("value").asText()));
        on("failure", e -> failures.add(e.path("text").asText()));
    }

    private void on(String event, Consumer<JsonNode> listener) {
        browser.onEvent(event, e -> {
            if (e.path("call").asInt() == number) {
                listener.accept(e);
            }
        });
    }

    // ---- signalling -------------------------------------------------------------------------------------------------

    /** Keeps all that is signalled until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private synchronized void pass(Runnable message) {
        if (held) {
            waiting.add(message);
        } else {
            message.run();
        }
    }

    private void watch(String what, CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.exceptionally(e -> {
            failures.add(what + ": " + e);
            return null;
        });
    }

    private void offer() {
        makingOffer = true;
        watch("our offer", pc.setLocalDescription().handle((d, e) -> {
            makingOffer = false;
            if (e != null) {
                failures.add("our offer: " + e);
            } else {
                descriptionToThem(d);
            }
            return d;
        }));
    }

    private void descriptionToThem(RTCSessionDescription d) {
        ObjectNode message = Browser.JSON.createObjectNode();
        message.putObject("description")
                .put("type", d.type().name().toLowerCase(Locale.ROOT))
                .put("sdp", onTheWay.apply(d.sdp()));
        toThem(message);
    }

    private void candidateToThem(RTCIceCandidateInit init) {
        ObjectNode message = Browser.JSON.createObjectNode();
        message.putObject("candidate")
                .put("candidate", init.candidate())
                .put("sdpMid", init.sdpMid())
                .put("sdpMLineIndex", init.sdpMLineIndex().orElse(0))
                .put("usernameFragment", init.usernameFragment());
        toThem(message);
    }

    private void toThem(ObjectNode message) {
        pass(() -> toPage.execute(() -> browser.call("signal", message)));
    }

    private void hear(JsonNode e) {
        loop.execute(() -> {
            if (e.has("description")) {
                String type = e.path("description").path("type").asText();
                described(new RTCSessionDescription(
                        RTCSdpType.valueOf(type.toUpperCase(Locale.ROOT)),
                        e.path("description").path("sdp").asText()));
            } else {
                candidate(e.path("candidate"));
            }
        });
    }

    private void described(RTCSessionDescription description) {
        boolean isOffer = description.type() == RTCSdpType.OFFER;
        boolean ready = !makingOffer && (pc.signalingState() == RTCSignalingState.STABLE || settingAnswer);
        ignoreOffer = !polite && isOffer && !ready;
        if (ignoreOffer) {
            return;
        }
        settingAnswer = !isOffer;
        watch(
                "their " + description.type(),
                pc.setRemoteDescription(description).whenComplete((d, x) -> settingAnswer = false));
        if (isOffer) {
            watch("our answer", pc.setLocalDescription().thenAccept(this::descriptionToThem));
        }
    }

    private void candidate(JsonNode c) {
        boolean ignored = ignoreOffer || silent;
        RTCIceCandidateInit init = new RTCIceCandidateInit(
                c.path("candidate").asText(),
                c.path("sdpMid").asText(),
                OptionalInt.of(c.path("sdpMLineIndex").asInt()),
                c.path("usernameFragment").asText());
        CompletableFuture<?> _ = pc.addIceCandidate(init).exceptionally(x -> {
            if (!ignored) {
                failures.add(init + ": " + x);
            }
            return init;
        });
    }

    /** Waits for the result of an operation of ours. */
    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    // ---- what both sides do -----------------------------------------------------------------------------------------

    /** Does several things before negotiation sees the first of them. */
    <T> T beforeNegotiation(Supplier<T> things) {
        return get(CompletableFuture.supplyAsync(things, loop));
    }

    RTCRtpSender addPattern(int width, int height) {
        return pc.addTrack(agent.videoTrack("pattern", new TestPatternSource(width, height, 25)), "ours");
    }

    RTCRtpSender addTone(double hertz) {
        return pc.addTrack(agent.audioTrack("tone", new ToneSource(hertz, 0.5)), "ours");
    }

    /** The transceiver of a media section of ours. */
    RTCRtpTransceiver transceiver(String mid) {
        return pc.getTransceivers().stream()
                .filter(t -> t.mid().filter(mid::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("we have no section " + mid));
    }

    /** The section of a sender of ours, once it has one. */
    String midOf(RTCRtpSender sender) {
        return Pause.value(
                "a section for our track",
                PATIENCE_SECONDS,
                () -> pc.getTransceivers().stream()
                        .filter(t -> t.sender() == sender)
                        .findFirst()
                        .flatMap(RTCRtpTransceiver::mid)
                        .orElse(""),
                mid -> !mid.isEmpty());
    }

    /** The section of a track that the page sends, once it has one. */
    String midOf(String name) {
        return Pause.value(
                "a section for the page's track " + name,
                PATIENCE_SECONDS,
                () -> browser.call("midOf", name).asText(),
                mid -> !mid.isEmpty());
    }

    /** What the page says of the transceiver of a section; a missing node where it has none. */
    JsonNode theirs(String mid) {
        for (JsonNode t : browser.call("transceivers")) {
            if (t.path("mid").asText().equals(mid)) {
                return t;
            }
        }
        return Browser.JSON.missingNode();
    }

    void connected() {
        Pause.until(
                "we are connected", PATIENCE_SECONDS, () -> pc.connectionState() == RTCPeerConnectionState.CONNECTED);
        Pause.until(
                "they are connected",
                PATIENCE_SECONDS,
                () -> browser.call("state").path("connection").asText().equals("connected"));
    }

    /** Waits until nobody has anything to negotiate. */
    void agreed() {
        Pause.until(
                "both are stable",
                PATIENCE_SECONDS,
                () -> pc.signalingState() == RTCSignalingState.STABLE
                        && browser.call("state").path("signaling").asText().equals("stable"));
    }

    // ---- what is seen and heard -------------------------------------------------------------------------------------

    /** Our picture moves on in the page. */
    JsonNode ourPictureArrives(String mid) {
        int first = Pause.value(
                "our picture in section " + mid,
                PATIENCE_SECONDS,
                () -> browser.call("picture", mid).path("number").asInt(-1));
        return Pause.value(
                "later pictures of ours in section " + mid,
                PATIENCE_SECONDS,
                () -> browser.call("picture", mid),
                p -> p.path("number").asInt(-1) > first + 5);
    }

    /** The page's picture moves on here. */
    VideoFrame theirPictureArrives(String mid) {
        Received r =
                Pause.value("a track in section " + mid, PATIENCE_SECONDS, () -> received.get(mid), x -> x != null);
        int first = Pause.value("their picture in section " + mid, PATIENCE_SECONDS, r::number);
        Pause.until("later pictures of theirs in section " + mid, PATIENCE_SECONDS, () -> r.number() > first + 5);
        VideoFrame last = r.last;
        assertThat(last).isNotNull();
        return last;
    }

    void ourToneArrives(double hertz) {
        Pause.until("our tone of " + hertz + " Hz in the page", PATIENCE_SECONDS, () -> {
            JsonNode tone = browser.call("tone");
            return Math.abs(tone.path("frequency").asDouble() - hertz) < 30
                    && tone.path("level").asDouble() > -60;
        });
    }

    void theirSoundArrives(String mid) {
        Received r =
                Pause.value("a track in section " + mid, PATIENCE_SECONDS, () -> received.get(mid), x -> x != null);
        Pause.until("their sound in section " + mid, PATIENCE_SECONDS, () -> {
            r.tone.clear();
            Pause.until("a second of sound", PATIENCE_SECONDS, () -> r.tone.seconds() >= 1);
            return r.tone.loudestHz() > 150;
        });
    }

    /** No further picture of theirs comes. */
    void theirPictureStands(String mid) {
        Received r = received.get(mid);
        Pause.steady("their picture in section " + mid, PATIENCE_SECONDS, r.pictures::get);
    }

    /** No further picture of ours comes. */
    void ourPictureStands(String mid) {
        Pause.steady(
                "our picture in section " + mid,
                PATIENCE_SECONDS,
                () -> browser.call("picture", mid).path("number").asInt(-1));
    }

    /** Nothing has failed. */
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    @Override
    public void close() {
        toPage.shutdownNow();
        pc.close();
        agent.close();
        loop.close();
    }
}
