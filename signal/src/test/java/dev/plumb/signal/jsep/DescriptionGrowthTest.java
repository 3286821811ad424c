package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.Growth;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading and answering a description never costs more than n log n of what a peer has written, for every list it can
 * size.
 */
class DescriptionGrowthTest {
    private static final int LINES = 3_000;
    private static final int SECTIONS = 240;
    private static final String CREDENTIALS = "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n";
    private static final String FINGERPRINT =
            "a=fingerprint:sha-256 9D:5B:16:DE:32:E9:6C:36:E0:A8:7A:F5:4C:68:1B:FE:6B:F4:78:8E:"
                    + "07:B8:9D:02:DE:AB:C9:EB:57:1C:4A:E2\r\n";

    /** A list that a peer can size. */
    record Sized(String name, int size, IntFunction<String> offer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sized> lists() {
        Map<String, IntFunction<String>> lines = new TreeMap<>();
        lines.put(
                "candidates",
                i -> "a=candidate:" + i + " 1 udp 2122260223 192.0.2." + i % 250 + " " + (1024 + i) + " typ host");
        lines.put(
                "candidates of several components",
                i -> "a=candidate:1 " + (1 + i % 3) + " udp 2122260223 192.0.2.9 " + (1024 + i) + " typ host");
        lines.put("candidates that are names", i -> "a=candidate:1 1 udp 2122260223 h" + i + ".local 9 typ host");
        lines.put("sources", i -> "a=ssrc:" + (1000 + i) + " cname:x");
        lines.put("sources of streams", i -> "a=ssrc:" + (1000 + i) + " msid:s" + i + " t" + i);
        lines.put("sources of one track", i -> "a=ssrc:" + (1000 + i) + " msid:s t");
        lines.put("repair groups", i -> "a=ssrc-group:FID " + (1000 + 2 * i) + " " + (1001 + 2 * i));
        lines.put("one repaired source", i -> "a=ssrc-group:FID 7 " + (1001 + 2 * i));
        lines.put("rids", i -> "a=rid:r" + i + " send");
        lines.put("rids to receive", i -> "a=rid:r" + i + " recv");
        lines.put("payload types", i -> "a=rtpmap:" + (96 + i % 31) + " x" + i + "/90000");
        lines.put("formats' parameters", i -> "a=fmtp:" + (96 + i % 31) + " a=" + i);
        lines.put("feedback", i -> "a=rtcp-fb:96 x" + i);
        lines.put("feedback for all", i -> "a=rtcp-fb:* x" + i);
        lines.put("header extensions", i -> "a=extmap:" + (1 + i % 254) + " urn:x:" + i);
        lines.put("header extensions of one name", i -> "a=extmap:" + (1 + i % 254) + " urn:x");
        lines.put("streams", i -> "a=msid:s" + i + " t");
        lines.put("fingerprints", i -> FINGERPRINT.strip().replace("9D", String.format("%02X", i % 256)));
        lines.put("ICE options", i -> "a=ice-options:x" + i);
        lines.put("bandwidths", i -> "b=X-" + i + ":" + i);
        lines.put("connections", i -> "c=IN IP4 192.0.2." + i % 250);
        lines.put("names", i -> "a=mid:" + i);
        lines.put("directions", i -> "a=sendonly");
        lines.put("unknown attributes", i -> "a=x-" + i + ":y");
        lines.put("unknown lines", i -> "y=" + i);
        Stream<Sized> inSection =
                lines.entrySet().stream().map(e -> new Sized(e.getKey(), LINES, n -> oneSection(e.getValue(), n)));
        Map<String, IntFunction<String>> words = new TreeMap<>();
        words.put("a=simulcast:send %s\r\n", i -> (i == 0 ? "" : ";") + "r" + i);
        words.put("a=rid:r0 send\r\na=simulcast:send r0%s\r\n", i -> ",r" + i);
        words.put("a=rid:r0 recv\r\na=rid:r1 recv\r\na=simulcast:recv r0;r1%s\r\n", i -> ";r" + i);
        words.put("a=fmtp:96 a=b%s\r\n", i -> ";k" + i + "=v");
        words.put("a=ssrc-group:FID 1%s\r\n", i -> " " + (2 + i));
        words.put("a=candidate:1 1 udp 1 192.0.2.7 9 typ host%s\r\n", i -> " x" + i + " y");
        words.put("a=ice-options:trickle%s\r\n", i -> " x" + i);
        words.put("a=msid:s t%s\r\n", i -> " x" + i);
        words.put("a=rid:a send pt=96%s\r\n", i -> ";x" + i + "=1");
        Stream<Sized> inLine = words.entrySet().stream()
                .map(e -> new Sized(
                        e.getKey().strip(),
                        4 * LINES,
                        n -> oneSection(e.getKey().formatted(joined(n, e.getValue())))));
        Stream<Sized> others = Stream.of(
                new Sized(
                        "formats",
                        4 * LINES,
                        n -> session("") + "m=video 9 UDP/TLS/RTP/SAVPF 96" + joined(n, i -> " f" + i) + "\r\n"
                                + transport() + "a=rtpmap:96 VP8/90000\r\n"),
                new Sized(
                        "session's candidates",
                        LINES,
                        n -> session(joined(
                                        n,
                                        i -> "a=candidate:" + i + " 1 udp 2122260223 192.0.2.1 " + (1024 + i)
                                                + " typ host\r\n"))
                                + video("0", transport())),
                new Sized(
                        "required extensions",
                        LINES,
                        n -> session(joined(n, i -> "a=plumb-required:x" + i + "\r\n")) + video("0", transport())),
                new Sized(
                        "session's extmaps",
                        LINES,
                        n -> session(joined(n, i -> "a=extmap:" + (1 + i % 250) + " urn:y:" + i + "\r\n"))
                                + video("0", transport())),
                new Sized(
                        "groups",
                        LINES,
                        n -> session(joined(n, i -> "a=group:LS " + i + "\r\n")) + video("0", transport())),
                new Sized(
                        "names of one group",
                        4 * LINES,
                        n -> session("a=group:BUNDLE 0" + joined(n, i -> " 0") + "\r\n") + video("0", transport())),
                new Sized(
                        "unknown names of one group",
                        4 * LINES,
                        n -> session("a=group:BUNDLE 0" + joined(n, i -> " x" + i) + "\r\n") + video("0", transport())),
                sections("bundled sections", i -> " " + i, i -> video(Integer.toString(i), transport())),
                sections(
                        "bundled sections without a transport",
                        i -> " " + i,
                        i -> video(Integer.toString(i), "a=rtcp-mux\r\n")),
                new Sized(
                        "sections whose last speaks",
                        SECTIONS,
                        n -> session("a=group:BUNDLE" + joined(n, i -> " " + i) + "\r\n")
                                + joined(
                                        n,
                                        i -> video(Integer.toString(i), i == n - 1 ? transport() : "a=rtcp-mux\r\n"))),
                sections("sections without a name", i -> "", i -> video("", transport())),
                sections("sections alone", i -> "", i -> video(Integer.toString(i), transport())),
                sections(
                        "data sections",
                        i -> " " + i,
                        i -> "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:" + i
                                + "\r\na=sctp-port:5000\r\n" + transport()),
                sections("refused sections", i -> "", i -> "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:" + i + "\r\n"),
                sections("unknown sections", i -> "", i -> "m=text 9 UDP/X 96\r\na=mid:" + i + "\r\n"),
                sections(
                        "sections with candidates",
                        i -> " " + i,
                        i -> video(
                                Integer.toString(i),
                                transport()
                                        + joined(
                                                20,
                                                c -> "a=candidate:" + c + " 1 udp 2122260223 192.0.2." + c + " "
                                                        + (2000 + c) + " typ host\r\n"))));
        return Stream.of(inSection, inLine, others).flatMap(s -> s);
    }

    private static Sized sections(String name, IntFunction<String> bundled, IntFunction<String> section) {
        return new Sized(name, SECTIONS, n -> {
            String names = joined(n, bundled);
            return session(names.isEmpty() ? "" : "a=group:BUNDLE" + names + "\r\n") + joined(n, section);
        });
    }

    private static String joined(int n, IntFunction<String> element) {
        return IntStream.range(0, n).mapToObj(element).collect(Collectors.joining());
    }

    private static String session(String lines) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + lines;
    }

    private static String transport() {
        return CREDENTIALS + FINGERPRINT + "a=setup:actpass\r\na=rtcp-mux\r\n";
    }

    private static String video(String mid, String lines) {
        return "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n" + (mid.isEmpty() ? "" : "a=mid:" + mid + "\r\n")
                + lines + "a=rtpmap:96 VP8/90000\r\n";
    }

    private static String oneSection(IntFunction<String> line, int n) {
        return oneSection(joined(n, i -> line.apply(i) + "\r\n"));
    }

    private static String oneSection(String lines) {
        return session("a=group:BUNDLE 0\r\n") + video("0", transport() + lines);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void answersInTimeThatGrowsWithTheListAlone(Sized list) {
        Growth.check(list.name(), list.size(), 3, n -> {
            SimCall call = new SimCall(1, LinkConditions.PERFECT);
            RTCSessionDescription offer =
                    RTCSessionDescription.offer(list.offer().apply(n));
            return () -> {
                CompletableFuture<?> done = call.a
                        .setRemoteDescription(offer)
                        .thenCompose(o -> call.a.setLocalDescription())
                        .handle((answer, refused) -> call.a.remoteDescription());
                call.clock.runUntil(done::isDone, Duration.ofSeconds(1));
                assertThat(done).isDone();
                call.a.close();
                call.agentA.close();
            };
        });
    }

    @Test
    void oneEndOfCandidatesForAllSectionsCostsWhatTheyAre() {
        Growth.check("an end for all sections", SECTIONS, 3, n -> {
            SimCall call = new SimCall(1, LinkConditions.PERFECT);
            String names = joined(n, i -> " " + i);
            String sections = joined(n, i -> video(Integer.toString(i), i == n - 1 ? transport() : "a=rtcp-mux\r\n"));
            CompletableFuture<?> set = call.a.setRemoteDescription(
                    RTCSessionDescription.offer(session("a=group:BUNDLE" + names + "\r\n") + sections));
            call.clock.runUntil(set::isDone, Duration.ofSeconds(1));
            assertThat(set).isCompleted();
            return () -> {
                CompletableFuture<?> end =
                        call.a.addIceCandidate(new RTCIceCandidateInit("", "", OptionalInt.empty(), ""));
                call.clock.runUntil(end::isDone, Duration.ofSeconds(1));
                assertThat(end).isDone();
            };
        });
    }
}
