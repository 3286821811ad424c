package dev.plumb.interop;

import static dev.plumb.interop.NegotiatingCall.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Our statistics beside Chromium's of the same call. */
class BrowserStatsTest {
    /** The bound for times, in seconds. Even on a busy machine none of them takes a minute. */
    private static final double MINUTE_SECONDS = 60;

    /** What both sides count of one stream, by its sender's and its receiver's name. */
    private static final Map<String, String> SAME_COUNTS = Map.of(
            "packetsSent", "packetsReceived",
            "bytesSent", "bytesReceived",
            "headerBytesSent", "headerBytesReceived");

    private static final Map<String, String> SAME_FRAME_COUNTS =
            Map.of("framesSent", "framesReceived", "keyFramesEncoded", "keyFramesDecoded");

    /** Chromium's, one reading. */
    private record Theirs(List<JsonNode> all) {
        static Theirs of(NegotiatingCall call) {
            List<JsonNode> all = new ArrayList<>();
            call.browser.call("stats").forEach(all::add);
            return new Theirs(all);
        }

        List<JsonNode> ofType(String type) {
            return all.stream()
                    .filter(s -> s.path("type").asText().equals(type))
                    .toList();
        }

        JsonNode first(String type) {
            return ofType(type).stream().findFirst().orElseThrow(() -> new AssertionError("Chromium has no " + type));
        }

        JsonNode get(String id) {
            return all.stream()
                    .filter(s -> s.path("id").asText().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Chromium has no " + id));
        }

        JsonNode stream(String type, long ssrc) {
            return ofType(type).stream()
                    .filter(s -> s.path("ssrc").asLong() == ssrc)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Chromium has no " + type + " of " + ssrc));
        }
    }

    @Test
    void ourFiguresAgreeWithChromiums() throws Exception {
        try (Browsers browsers = new Browsers();
                NegotiatingCall call = new NegotiatingCall(browsers.of(Browser.Kind.CHROMIUM), true)) {
            begin(call);
            everyMemberIsOneOfTheSpecifications(call);
            transportsAgree(call);
            certificatesAgree(call);
            pairsAgree(call);
            channelsAgree(call);
            streamsAgree(call, "outbound-rtp", "inbound-rtp");
            countsAgree(call);
            whatTheOtherSideSaysAgrees(call);
            sourcesAgree(call);
            call.nothingFailed();
        }
    }

    private static void begin(NegotiatingCall call) {
        RTCDataChannel channel = call.pc.createDataChannel("data");
        List<RTCDataChannel.Message> got = new CopyOnWriteArrayList<>();
        channel.onMessage(got::add);
        RTCRtpSender picture = call.addPattern(640, 360);
        call.addTone(900);
        String mid = call.midOf(picture);
        call.agreed();
        call.browser.call("addVideo", "picture", "#0000c0", 480, 270);
        call.browser.call("addAudio", "sound");
        call.connected();
        call.ourPictureArrives(mid);
        call.theirPictureArrives(call.midOf("picture"));
        call.theirSoundArrives(call.midOf("sound"));
        Pause.until("the channel", PATIENCE_SECONDS, () -> channel.readyState() == RTCDataChannelState.OPEN);
        for (int i = 0; i < 3; i++) {
            channel.send("message " + i);
        }
        Pause.until("three echoes", PATIENCE_SECONDS, () -> got.size() == 3);
        for (String type : List.of("remote-inbound-rtp", "remote-outbound-rtp")) {
            Pause.until(
                    "ours of type " + type,
                    PATIENCE_SECONDS,
                    () -> ours(call).ofType(type).size() == 2);
            Pause.until(
                    "theirs of type " + type,
                    PATIENCE_SECONDS,
                    () -> Theirs.of(call).ofType(type).size() == 2);
        }
    }

    private static RTCStatsReport ours(NegotiatingCall call) {
        return NegotiatingCall.get(call.pc.getStats());
    }

    // ---- members ----------------------------------------------------------------------------------------------------

    private static void everyMemberIsOneOfTheSpecifications(NegotiatingCall call) {
        RTCStatsReport ours = ours(call);
        Theirs theirs = Theirs.of(call);
        Map<String, Set<String>> absent = new TreeMap<>();
        for (String type : StatsMembers.types()) {
            Map<String, String> kinds = new TreeMap<>();
            theirs.ofType(type).forEach(s -> s.properties().forEach(p -> kinds.put(p.getKey(), kind(p.getValue()))));
            Set<String> missing = new TreeSet<>(kinds.keySet());
            missing.retainAll(StatsMembers.of(type));
            for (RTCStats s : ours.ofType(type)) {
                assertThat(s.members().keySet()).as(type).isSubsetOf(StatsMembers.of(type));
                s.members().forEach((name, value) -> {
                    missing.remove(name);
                    if (kinds.containsKey(name)) {
                        assertThat(kind(value)).as(type + "." + name).isEqualTo(kinds.get(name));
                    }
                });
            }
            if (!missing.isEmpty()) {
                absent.put(type, missing);
            }
        }
        assertThat(ours.values()).extracting(RTCStats::type).isSubsetOf(StatsMembers.types());
        absent.forEach(
                (type, members) -> System.out.println("Chromium has, and we have not, of " + type + ": " + members));
    }

    private static String kind(Object value) {
        return switch (value) {
            case JsonNode n when n.isNumber() -> "number";
            case JsonNode n when n.isBoolean() -> "boolean";
            case JsonNode n when n.isTextual() -> "string";
            case JsonNode n -> "object";
            case Number n -> "number";
            case Boolean b -> "boolean";
            case String s -> "string";
            default -> "object";
        };
    }

    // ---- transports -------------------------------------------------------------------------------------------------

    private static void transportsAgree(NegotiatingCall call) {
        RTCStats ours = ours(call).first("transport").orElseThrow();
        JsonNode theirs = Theirs.of(call).first("transport");
        for (String same : List.of("dtlsCipher", "tlsVersion", "srtpCipher", "dtlsState")) {
            assertThat(ours.text(same)).as(same).isEqualTo(theirs.path(same).asText());
        }
        for (String opposite : List.of("dtlsRole", "iceRole")) {
            assertThat(Set.of(ours.text(opposite), theirs.path(opposite).asText()))
                    .as(opposite)
                    .isIn(Set.of("client", "server"), Set.of("controlling", "controlled"));
        }
        counted(call, "transport packets out", "packetsSent", "packetsReceived");
        counted(call, "transport packets in", "packetsReceived", "packetsSent");
    }

    /** What has left one side arrives at the other, and no more. */
    private static void counted(NegotiatingCall call, String what, String oursName, String theirsName) {
        double before = ours(call).first("transport").orElseThrow().number(oursName);
        double theirs = Theirs.of(call).first("transport").path(theirsName).asDouble();
        double after = ours(call).first("transport").orElseThrow().number(oursName);
        // Chromium counts what a transport carries without the checks of ICE
        assertThat(theirs).as(what).isBetween(before * 0.8, after * 1.2 + 50);
    }

    private static void certificatesAgree(NegotiatingCall call) {
        RTCStatsReport ours = ours(call);
        Theirs theirs = Theirs.of(call);
        RTCStats ourTransport = ours.first("transport").orElseThrow();
        JsonNode theirTransport = theirs.first("transport");
        sameCertificate(
                ours.get(ourTransport.text("localCertificateId")).orElseThrow(),
                theirs.get(theirTransport.path("remoteCertificateId").asText()));
        sameCertificate(
                ours.get(ourTransport.text("remoteCertificateId")).orElseThrow(),
                theirs.get(theirTransport.path("localCertificateId").asText()));
    }

    private static void sameCertificate(RTCStats ours, JsonNode theirs) {
        for (String member : List.of("fingerprint", "fingerprintAlgorithm", "base64Certificate")) {
            assertThat(ours.text(member))
                    .as(member)
                    .isEqualTo(theirs.path(member).asText());
        }
    }

    private static void pairsAgree(NegotiatingCall call) {
        RTCStatsReport ours = ours(call);
        Theirs theirs = Theirs.of(call);
        RTCStats pair = ours.get(ours.first("transport").orElseThrow().text("selectedCandidatePairId"))
                .orElseThrow();
        JsonNode theirPair = theirs.get(
                theirs.first("transport").path("selectedCandidatePairId").asText());
        sameCandidate(
                ours.get(pair.text("localCandidateId")).orElseThrow(),
                theirs.get(theirPair.path("remoteCandidateId").asText()));
        sameCandidate(
                ours.get(pair.text("remoteCandidateId")).orElseThrow(),
                theirs.get(theirPair.path("localCandidateId").asText()));
        assertThat(pair.text("state"))
                .isEqualTo(theirPair.path("state").asText())
                .isEqualTo("succeeded");
        assertThat(pair.members().get("nominated")).isEqualTo(true);
        assertThat(theirPair.path("nominated").asBoolean()).isTrue();
        assertThat(ours.first("transport").orElseThrow().text("iceLocalUsernameFragment"))
                .isEqualTo(theirs.get(theirPair.path("remoteCandidateId").asText())
                        .path("usernameFragment")
                        .asText());
        assertThat(pair.number("currentRoundTripTime")).isBetween(0.0, MINUTE_SECONDS);
        assertThat(pair.number("totalRoundTripTime")).isGreaterThanOrEqualTo(pair.number("currentRoundTripTime"));
        assertThat(pair.number("responsesReceived")).isLessThanOrEqualTo(pair.number("requestsSent"));
        assertThat(theirPair.path("responsesReceived").asDouble())
                .isLessThanOrEqualTo(ours(call).get(pair.id()).orElseThrow().number("responsesSent"));
    }

    private static void sameCandidate(RTCStats ours, JsonNode theirs) {
        assertThat(ours.text("address")).isEqualTo(theirs.path("address").asText());
        assertThat(ours.number("port")).isEqualTo(theirs.path("port").asDouble());
        assertThat(ours.text("protocol")).isEqualTo(theirs.path("protocol").asText());
    }

    private static void channelsAgree(NegotiatingCall call) {
        RTCStats ours = ours(call).first("data-channel").orElseThrow();
        JsonNode theirs = Theirs.of(call).first("data-channel");
        for (String same : List.of("label", "protocol", "state")) {
            assertThat(ours.text(same)).as(same).isEqualTo(theirs.path(same).asText());
        }
        assertThat(ours.number("dataChannelIdentifier"))
                .isEqualTo(theirs.path("dataChannelIdentifier").asDouble());
        for (String count : List.of("messages", "bytes")) {
            assertThat(ours.number(count + "Sent"))
                    .as(count)
                    .isEqualTo(theirs.path(count + "Received").asDouble());
            assertThat(ours.number(count + "Received"))
                    .as(count)
                    .isEqualTo(theirs.path(count + "Sent").asDouble());
        }
        RTCStats connection = ours(call).first("peer-connection").orElseThrow();
        JsonNode theirConnection = Theirs.of(call).first("peer-connection");
        for (String count : List.of("dataChannelsOpened", "dataChannelsClosed")) {
            assertThat(connection.number(count))
                    .as(count)
                    .isEqualTo(theirConnection.path(count).asDouble());
        }
    }

    // ---- streams ----------------------------------------------------------------------------------------------------

    private static void streamsAgree(NegotiatingCall call, String sends, String receives) {
        RTCStatsReport ours = ours(call);
        Theirs theirs = Theirs.of(call);
        assertThat(ours.ofType(sends)).hasSize(2);
        assertThat(ours.ofType(receives)).hasSize(2);
        ours.ofType(sends).forEach(s -> sameStream(ours, s, theirs, receives));
        ours.ofType(receives).forEach(s -> sameStream(ours, s, theirs, sends));
    }

    private static void sameStream(RTCStatsReport ours, RTCStats stream, Theirs theirs, String theirType) {
        JsonNode other = theirs.stream(theirType, (long) stream.number("ssrc"));
        for (String same : List.of("kind", "mid")) {
            assertThat(stream.text(same)).as(same).isEqualTo(other.path(same).asText());
        }
        RTCStats codec = ours.get(stream.text("codecId")).orElseThrow();
        JsonNode theirCodec = theirs.get(other.path("codecId").asText());
        assertThat(codec.text("mimeType"))
                .isEqualToIgnoringCase(theirCodec.path("mimeType").asText());
        for (String same : List.of("payloadType", "clockRate")) {
            assertThat(codec.number(same))
                    .as(same)
                    .isEqualTo(theirCodec.path(same).asDouble());
        }
        if (stream.text("kind").equals("audio")) {
            assertThat(codec.number("channels"))
                    .isEqualTo(theirCodec.path("channels").asDouble());
        } else {
            for (String same : List.of("frameWidth", "frameHeight", "rtxSsrc")) {
                assertThat(stream.number(same))
                        .as(same)
                        .isEqualTo(other.path(same).asDouble());
            }
        }
    }

    /** What is sent arrives: of two readings with the other side's between them, that one lies between the two. */
    private static void countsAgree(NegotiatingCall call) {
        for (RTCStats out : ours(call).ofType("outbound-rtp")) {
            long ssrc = (long) out.number("ssrc");
            names(out).forEach((sent, got) -> {
                double theirs =
                        Theirs.of(call).stream("inbound-rtp", ssrc).path(got).asDouble();
                assertThat(theirs).as(sent).isLessThanOrEqualTo(number(call, out.id(), sent));
                double ours = number(call, out.id(), sent);
                Pause.until(
                        sent + " " + ours + " arrive",
                        PATIENCE_SECONDS,
                        () -> Theirs.of(call).stream("inbound-rtp", ssrc)
                                        .path(got)
                                        .asDouble()
                                >= ours);
            });
        }
        for (RTCStats in : ours(call).ofType("inbound-rtp")) {
            long ssrc = (long) in.number("ssrc");
            names(in).forEach((sent, got) -> {
                double ours = number(call, in.id(), got);
                // Chromium's reading may be 50 ms old
                double theirs = Pause.value(
                        got + " " + ours + " were sent",
                        PATIENCE_SECONDS,
                        () -> Theirs.of(call).stream("outbound-rtp", ssrc)
                                .path(sent)
                                .asDouble(),
                        n -> n >= ours);
                Pause.until(
                        sent + " " + theirs + " arrive", PATIENCE_SECONDS, () -> number(call, in.id(), got) >= theirs);
            });
            assertThat(in.number("packetsLost")).isZero();
            assertThat(in.number("jitter")).isBetween(0.0, MINUTE_SECONDS);
        }
    }

    private static Map<String, String> names(RTCStats stream) {
        Map<String, String> names = new TreeMap<>(SAME_COUNTS);
        if (stream.text("kind").equals("video")) {
            names.putAll(SAME_FRAME_COUNTS);
        }
        return names;
    }

    private static double number(NegotiatingCall call, String id, String member) {
        return ours(call).get(id).orElseThrow().number(member);
    }

    private static void whatTheOtherSideSaysAgrees(NegotiatingCall call) {
        RTCStatsReport ours = ours(call);
        Theirs theirs = Theirs.of(call);
        for (RTCStats remote : ours.ofType("remote-inbound-rtp")) {
            RTCStats local = ours.get(remote.text("localId")).orElseThrow();
            assertThat(local.text("remoteId")).isEqualTo(remote.id());
            assertThat(remote.number("ssrc")).isEqualTo(local.number("ssrc"));
            JsonNode inbound = theirs.stream("inbound-rtp", (long) remote.number("ssrc"));
            assertThat(remote.number("packetsLost"))
                    .isEqualTo(inbound.path("packetsLost").asDouble());
            assertThat(remote.number("fractionLost")).isZero();
            assertThat(remote.number("jitter")).isBetween(0.0, MINUTE_SECONDS);
            if (remote.number("roundTripTimeMeasurements") > 0) {
                assertThat(remote.number("roundTripTime")).isBetween(0.0, MINUTE_SECONDS);
            }
        }
        for (RTCStats remote : ours.ofType("remote-outbound-rtp")) {
            RTCStats local = ours.get(remote.text("localId")).orElseThrow();
            assertThat(local.text("remoteId")).isEqualTo(remote.id());
            JsonNode outbound = theirs.stream("outbound-rtp", (long) remote.number("ssrc"));
            assertThat(remote.number("packetsSent"))
                    .isBetween(1.0, outbound.path("packetsSent").asDouble());
            assertThat(remote.number("bytesSent"))
                    .isBetween(1.0, outbound.path("bytesSent").asDouble());
            assertThat(remote.number("reportsSent")).isPositive();
            // both clocks are this machine's
            assertThat(remote.timestampMillis() - remote.number("remoteTimestamp"))
                    .isBetween(-1_000.0, 20_000.0);
        }
        // and what Chromium has heard of us
        for (JsonNode remote : theirs.ofType("remote-outbound-rtp")) {
            RTCStats out = ours(call).ofType("outbound-rtp").stream()
                    .filter(s -> (long) s.number("ssrc") == remote.path("ssrc").asLong())
                    .findFirst()
                    .orElseThrow();
            assertThat(remote.path("packetsSent").asDouble()).isBetween(1.0, out.number("packetsSent"));
            assertThat(remote.path("bytesSent").asDouble()).isBetween(1.0, out.number("bytesSent"));
        }
        for (JsonNode remote : theirs.ofType("remote-inbound-rtp")) {
            assertThat(remote.path("packetsLost").asDouble()).isZero();
            assertThat(remote.path("roundTripTime").asDouble()).isBetween(0.0, MINUTE_SECONDS);
        }
    }

    private static void sourcesAgree(NegotiatingCall call) {
        RTCStatsReport ours = ours(call);
        for (RTCStats out : ours.ofType("outbound-rtp")) {
            RTCStats source = ours.get(out.text("mediaSourceId")).orElseThrow();
            assertThat(source.type()).isEqualTo("media-source");
            if (out.text("kind").equals("video")) {
                assertThat(source.number("width"))
                        .isEqualTo(out.number("frameWidth"))
                        .isEqualTo(640);
                assertThat(source.number("height"))
                        .isEqualTo(out.number("frameHeight"))
                        .isEqualTo(360);
                assertThat(source.number("frames")).isGreaterThanOrEqualTo(out.number("framesEncoded"));
            } else {
                // a sine of half the largest amplitude
                assertThat(source.number("audioLevel")).isBetween(0.3, 0.6);
                assertThat(source.number("totalAudioEnergy") / source.number("totalSamplesDuration"))
                        .isBetween(0.05, 0.3);
            }
        }
        // the page's microphone beeps. Chromium reckons with peaks, which it holds for a while, where the
        // Recommendation has the root of
        // the mean square: two to four times the energy. Of our tone the page tells no level, as its elements are muted
        Pause.until("several beeps", PATIENCE_SECONDS, () -> inbound(call).number("totalSamplesDuration") > 6);
        JsonNode microphone = Theirs.of(call).ofType("media-source").stream()
                .filter(s -> s.path("kind").asText().equals("audio"))
                .findFirst()
                .orElseThrow();
        double sent = microphone.path("totalAudioEnergy").asDouble()
                / microphone.path("totalSamplesDuration").asDouble();
        double played = inbound(call).number("totalAudioEnergy") / inbound(call).number("totalSamplesDuration");
        assertThat(played).isBetween(sent / 8, sent);
    }

    private static RTCStats inbound(NegotiatingCall call) {
        return ours(call).ofType("inbound-rtp").stream()
                .filter(s -> s.text("kind").equals("audio"))
                .findFirst()
                .orElseThrow();
    }
}
