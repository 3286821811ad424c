package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What a description cannot do, it does not do by half: it is taken, and can be answered then, or refused, and nothing has changed. */
class MutatedDescriptionsTest {
    private static final int EXCHANGES = 4;

    @Test
    void descriptionsAreTakenWholeOrNotAtAll() {
        Seeds.forEach(40, MutatedDescriptionsTest::exchange);
    }

    private static void exchange(long seed) {
        Random random = new Random(seed);
        Jsep j = new Jsep(configuration(random), configuration(random));
        add(j, j.a, random);
        add(j, j.b, random);
        if (random.nextInt(3) == 0) {
            j.negotiate(j.a);
        }
        for (int i = 0; i < EXCHANGES; i++) {
            if (!j.call.stable()) {
                // an answer for the time being that was changed may not let the true one follow
                break;
            }
            boolean forth = random.nextBoolean();
            offerAndAnswer(j, forth ? j.a : j.b, forth ? j.b : j.a, random);
            if (random.nextInt(3) == 0) {
                add(j, random.nextBoolean() ? j.a : j.b, random);
            }
        }
        j.call.clock.runFor(Duration.ofMillis(200));
        j.end();
    }

    private static RTCConfiguration configuration(Random random) {
        RTCBundlePolicy[] all = RTCBundlePolicy.values();
        return RTCConfiguration.DEFAULT.withBundlePolicy(all[random.nextInt(all.length)]);
    }

    private static void add(Jsep j, RTCPeerConnection to, Random random) {
        if (random.nextBoolean()) {
            to.addTrack(SilentSource.track(to == j.a ? j.call.agentA : j.call.agentB, MediaKind.AUDIO), "s");
        }
        if (random.nextBoolean()) {
            to.addTransceiver(MediaKind.VIDEO, random.nextBoolean() ? RTCRtpTransceiverInit.DEFAULT : simulcast());
        }
        if (random.nextInt(3) == 0) {
            to.createDataChannel("x");
        }
    }

    private static RTCRtpTransceiverInit simulcast() {
        return new RTCRtpTransceiverInit(
                RTCRtpTransceiverDirection.SENDRECV,
                List.of(),
                List.of(RTCRtpEncodingParameters.DEFAULT.withRid("a"), RTCRtpEncodingParameters.DEFAULT.withRid("b")));
    }

    private static void offerAndAnswer(Jsep j, RTCPeerConnection from, RTCPeerConnection to, Random random) {
        RTCSessionDescription offer = j.get(from.setLocalDescription());
        String sdp = random.nextInt(3) > 0 ? SdpMutations.of(offer.sdp(), random) : offer.sdp();
        if (!set(j, to, RTCSessionDescription.offer(sdp))) {
            j.get(from.setLocalDescription(RTCSessionDescription.ROLLBACK));
            return;
        }
        if (random.nextInt(5) == 0) {
            j.get(to.setRemoteDescription(RTCSessionDescription.ROLLBACK));
            j.get(from.setLocalDescription(RTCSessionDescription.ROLLBACK));
            return;
        }
        // what was taken can be answered
        RTCSessionDescription answer = j.get(to.setLocalDescription());
        String answered = random.nextInt(3) > 0 ? SdpMutations.of(answer.sdp(), random) : answer.sdp();
        if (random.nextInt(4) == 0) {
            set(j, from, RTCSessionDescription.pranswer(answered));
            answered = answer.sdp();
        }
        if (!set(j, from, RTCSessionDescription.answer(answered))
                && from.signalingState() == RTCSignalingState.HAVE_LOCAL_OFFER) {
            j.get(from.setLocalDescription(RTCSessionDescription.ROLLBACK));
        }
        j.call.clock.runFor(Duration.ofMillis(random.nextInt(500)));
    }

    /** Whether it was taken; where not, nothing has changed. */
    private static boolean set(Jsep j, RTCPeerConnection to, RTCSessionDescription description) {
        j.settle();
        List<Object> before = snapshot(j, to);
        CompletableFuture<?> result = to.setRemoteDescription(description);
        j.call.clock.runUntil(result::isDone, Duration.ofSeconds(1));
        try {
            result.join();
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause())
                    .as(() -> description.sdp())
                    .isInstanceOfAny(RTCException.class, SdpException.class);
            assertThat(snapshot(j, to))
                    .as(() -> e.getCause() + "\n" + description.sdp())
                    .isEqualTo(before);
            return false;
        }
    }

    private static List<Object> snapshot(Jsep j, RTCPeerConnection of) {
        List<Object> all = new ArrayList<>();
        all.add(of.signalingState());
        all.add(of.currentLocalDescription());
        all.add(of.pendingLocalDescription());
        all.add(of.currentRemoteDescription());
        all.add(of.pendingRemoteDescription());
        all.add((of == j.a ? j.call.agentA : j.call.agentB).openObjects());
        all.add(of.sctp());
        for (RTCRtpTransceiver t : of.getTransceivers()) {
            all.add(t);
            all.add(t.mid());
            all.add(t.direction());
            all.add(t.currentDirection());
            all.add(t.sendEncodings());
            all.add(t.sender().transport());
            all.add(t.receiver().transport());
            all.add(t.sender().getParameters());
            all.add(t.receiver().getParameters());
            all.add(Optional.of(t.receiver().track().muted()));
        }
        return all;
    }
}
