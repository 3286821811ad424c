package dev.plumb.examples.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import dev.plumb.testkit.ToneMeter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ConferenceTest {
    @Test
    void eachHearsTheOthersAndLearnsWhoSpeaks() {
        Map<String, ToneMeter> heard = new ConcurrentHashMap<>();
        try (SimStage stage = new SimStage(10)) {
            Conference.Report report = Conference.run(
                    stage,
                    System.out,
                    (name, frame) -> heard.computeIfAbsent(name, n -> new ToneMeter(48_000))
                            .add(frame.samples(), frame.channels()));
            assertThat(report.speakers()).containsExactly("Ada", "Grace", "Joan");
        }
        // Ada hears Grace and Joan in equal parts, and not herself
        ToneMeter ada = heard.get("Ada");
        assertThat(ada.shareAt(Conference.toneHz("Ada"))).isLessThan(0.02);
        assertThat(ada.shareAt(Conference.toneHz("Grace"))).isBetween(0.3, 0.7);
        assertThat(ada.shareAt(Conference.toneHz("Joan"))).isBetween(0.3, 0.7);
    }
}
