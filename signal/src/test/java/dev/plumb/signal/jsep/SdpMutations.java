package dev.plumb.signal.jsep;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes a description as no honest peer would. */
final class SdpMutations {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "15",
            "16",
            "35",
            "64",
            "72",
            "95",
            "96",
            "111",
            "127",
            "128",
            "255",
            "256",
            "65535",
            "65536",
            "4294967295",
            "4294967296",
            "-1",
            "99999999999999999999");
    private static final List<String> LINES = List.of(
            "a=sendrecv",
            "a=sendonly",
            "a=recvonly",
            "a=inactive",
            "a=setup:actpass",
            "a=setup:active",
            "a=setup:passive",
            "a=setup:holdconn",
            "a=bundle-only",
            "a=ice-lite",
            "a=rtcp-mux",
            "a=rtcp-fb:* foo bar",
            "a=rtcp-fb:* nack",
            "a=rtpmap:64 VP8/90000",
            "a=rtpmap:111 opus/48000/2",
            "a=rtpmap:96 rtx/90000",
            "a=fmtp:97 apt=97",
            "a=fmtp:96 apt=96",
            "a=rid:abcdefghijklmnopqrstuvwxyz send",
            "a=rid:1 send",
            "a=rid:1 recv",
            "a=rid:2 recv",
            "a=simulcast:recv 1;2",
            "a=simulcast:send 1;~2,1 recv 1;1",
            "a=ssrc:1 cname:x",
            "a=ssrc:4294967296 cname:x",
            "a=ssrc-group:FID 1 1",
            "a=ssrc-group:FID 1 2",
            "a=ssrc-group:SIM 1 2 3",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            "a=mid:0",
            "a=mid:1",
            "a=mid:abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
            "a=group:BUNDLE 0",
            "a=group:BUNDLE 1 0",
            "a=group:BUNDLE 2 1 0",
            "a=group:BUNDLE",
            "a=sctp-port:0",
            "a=max-message-size:0",
            "a=max-message-size:1",
            "a=msid:- -",
            "a=ice-ufrag:x",
            "a=ice-pwd:short",
            "a=fingerprint:md5 00:11",
            "a=fingerprint:sha-256 zz",
            "a=candidate:1 1 udp 1 192.0.2.9 9 typ host",
            "a=candidate:1 1 udp 1 nowhere.local 9 typ host",
            "a=candidate:1 2 tcp 99999999999 300.1.1.1 70000 typ foo",
            "a=end-of-candidates",
            "m=audio 9 UDP/TLS/RTP/SAVPF 0",
            "m=video 0 UDP/TLS/RTP/SAVPF 96",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "m=text 9 RTP/AVP 98");

    private SdpMutations() {}

    /** The same with some changes. */
    static String of(String sdp, Random random) {
        List<String> lines = new ArrayList<>(sdp.lines().toList());
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && lines.size() > 6; i++) {
            change(lines, random);
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    private static void change(List<String> lines, Random random) {
        int at = 1 + random.nextInt(lines.size() - 1);
        switch (random.nextInt(10)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(1 + random.nextInt(lines.size()), lines.get(at));
            case 2 -> lines.add(at, lines.remove(1 + random.nextInt(lines.size() - 1)));
            case 3, 4 -> lines.set(at, otherNumber(lines.get(at), random));
            case 5, 6, 7 -> lines.add(at, LINES.get(random.nextInt(LINES.size())));
            case 8 -> removeAllLike(lines, lines.get(at));
            default -> sectionMoved(lines, random);
        }
    }

    private static String otherNumber(String line, Random random) {
        Matcher m = NUMBER.matcher(line);
        List<int[]> found = new ArrayList<>();
        while (m.find()) {
            found.add(new int[] {m.start(), m.end()});
        }
        if (found.isEmpty()) {
            return line;
        }
        int[] one = found.get(random.nextInt(found.size()));
        return line.substring(0, one[0]) + NUMBERS.get(random.nextInt(NUMBERS.size())) + line.substring(one[1]);
    }

    private static void removeAllLike(List<String> lines, String line) {
        int colon = line.indexOf(':');
        if (line.startsWith("a=") && colon > 0) {
            String attribute = line.substring(0, colon);
            lines.removeIf(l -> l.startsWith(attribute));
        }
    }

    /** A section goes, is doubled, or changes its place. */
    private static void sectionMoved(List<String> lines, Random random) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("m=")) {
                starts.add(i);
            }
        }
        if (starts.isEmpty()) {
            return;
        }
        int which = random.nextInt(starts.size());
        int end = which + 1 < starts.size() ? starts.get(which + 1) : lines.size();
        List<String> section = lines.subList(starts.get(which), end);
        List<String> copy = new ArrayList<>(section);
        if (random.nextBoolean()) {
            section.clear();
        }
        if (random.nextBoolean()) {
            lines.addAll(copy);
        }
    }
}
