import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch in the folder and on the port that it is given, until its standard input ends. */
public class Searcher extends Node {
    Searcher(Settings settings) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), Path.of(settings.get("path.home")), () -> "gotuto"),
            List.of(Netty4Plugin.class, CommonAnalysisPlugin.class),
            true
        );
    }

    public static void main(String[] given) throws Exception {
        var settings = Settings.builder()
            .put("path.home", given[0])
            .put("http.port", given[1])
            .put("transport.port", "0")
            .put("network.host", "127.0.0.1")
            .put("discovery.type", "single-node")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .build();
        try (var node = new Searcher(settings)) {
            node.start();
            System.out.println("started");
            System.out.flush();
            while (System.in.read() >= 0) {
            }
        }
    }
}
