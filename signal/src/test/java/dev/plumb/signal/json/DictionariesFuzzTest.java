package dev.plumb.signal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.objects.PlumbParameters;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCRtpParameters;
import java.util.List;

class DictionariesFuzzTest {
    @FuzzTest
    void anyTextIsReadOrRefused(FuzzedDataProvider data) {
        Class<? extends Record> type =
                data.pickValue(List.of(PlumbParameters.class, RTCRtpParameters.class, RTCDataChannelParameters.class));
        String text = data.consumeRemainingAsString();
        try {
            Record read = Dictionaries.read(text, type);
            assertThat((Record) Dictionaries.read(Dictionaries.write(read), type))
                    .isEqualTo(read);
        } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
