import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One OpenSearch node in this JVM. Arguments are settings, key=value.
 * The modules are the plugin classes found on the class path.
 */
public final class Launcher extends Node {
    private static final String[] MODULES = {
        "org.opensearch.transport.Netty4ModulePlugin",
        "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
        "org.opensearch.index.mapper.MapperExtrasModulePlugin",
        "org.opensearch.index.reindex.ReindexModulePlugin",
        "org.opensearch.painless.PainlessModulePlugin",
        "org.opensearch.index.rankeval.RankEvalModulePlugin",
        "org.opensearch.join.ParentJoinModulePlugin",
        "org.opensearch.percolator.PercolatorModulePlugin",
        "org.opensearch.search.aggregations.matrix.MatrixAggregationModulePlugin",
        "org.opensearch.security.OpenSearchSecurityPlugin",
    };

    private Launcher(Environment environment, Collection<PluginInfo> plugins) {
        super(environment, plugins, true);
    }

    private static List<PluginInfo> modules() {
        List<PluginInfo> found = new ArrayList<>();
        for (String name : MODULES) {
            try {
                Class.forName(name, false, Launcher.class.getClassLoader());
            } catch (ClassNotFoundException absent) {
                continue;
            }
            found.add(new PluginInfo(name, "class path module", "NA", Version.CURRENT,
                Integer.toString(Runtime.version().feature()), name, List.of(), false));
        }
        return found;
    }

    /** Standard input is a pipe that whoever started the node holds: a node does not outlive a killed owner. */
    private static void endWithOwner() {
        Thread watching = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is ever said
                }
            } catch (IOException gone) {
                // as good as the end
            }
            System.exit(0);
        }, "owner");
        watching.setDaemon(true);
        watching.start();
    }

    public static void main(String[] args) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String arg : args) {
            int eq = arg.indexOf('=');
            if (eq < 1) {
                throw new IllegalArgumentException("not key=value: " + arg);
            }
            settings.put(arg.substring(0, eq), arg.substring(eq + 1));
        }
        Path home = Path.of(settings.get("path.home"));
        Path config = Files.createDirectories(home.resolve("config"));
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), config, () -> "node");
        Files.createDirectories(environment.logsDir());

        Launcher node = new Launcher(environment, modules());
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception e) {
                e.printStackTrace();
            } finally {
                stop.countDown();
            }
        }, "node-shutdown"));
        node.start();
        if (Boolean.getBoolean("launcher.owned")) {
            endWithOwner();
        }
        System.out.println("started " + node.settings().get("node.name"));
        stop.await();
    }
}
