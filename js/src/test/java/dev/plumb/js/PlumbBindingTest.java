package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.Test;

/** The binding in a context of an embedder's own, on the embedder's loop. */
class PlumbBindingTest {
    @Test
    void everythingRunsOnTheEmbeddersExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "embedder"));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        CompletableFuture<String> told = new CompletableFuture<>();
        try (Context context = Context.newBuilder("js")
                .allowHostAccess(HostAccess.NONE)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            PlumbBinding binding = CompletableFuture.supplyAsync(
                            () -> {
                                PlumbBinding made = PlumbBinding.install(context, executor);
                                ProxyExecutable here =
                                        a -> threads.add(Thread.currentThread().getName());
                                ProxyExecutable tell = a -> told.complete(a[0].asString());
                                context.getBindings("js").putMember("here", here);
                                context.getBindings("js").putMember("tell", tell);
                                return made;
                            },
                            executor)
                    .get(30, TimeUnit.SECONDS);
            executor.execute(() -> context.eval("js", Scripts.JOIN + """
                            (async () => {
                              const a = new RTCPeerConnection(), b = new RTCPeerConnection();
                              const channel = a.createDataChannel('x');
                              a.addEventListener('icecandidate', here);
                              b.ondatachannel = e => { here(); e.channel.onmessage = m => { here(); e.channel.send(m.data + '!'); }; };
                              await join(a, b);
                              here();
                              await new Promise(r => channel.onopen = r);
                              setTimeout(() => { here(); channel.send('hello'); }, 20);
                              const answer = await new Promise(r => channel.onmessage = m => r(m.data));
                              here();
                              a.close();
                              b.close();
                              return answer;
                            })().then(v => tell(v), e => tell('FAILED ' + e + e.stack));
                            """));
            assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo("hello!");
            assertThat(threads).containsExactly("embedder");
            CompletableFuture.runAsync(binding::close, executor).get(30, TimeUnit.SECONDS);
        } finally {
            executor.shutdown();
            assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
