package dev.loupe.bench;

import dev.loupe.testkit.problems.NetworkLayers;
import dev.loupe.testkit.problems.NetworkOp;
import dev.loupe.testkit.problems.NetworkOps;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs JMH over all rows of the lists, or over those whose name begins as `-p layer=` or `-p op=`
/// says: `-p layer=resnet20`, `-p "op=resnet20 BatchStats"`.
public final class Benchmarks {
  private Benchmarks() {}

  /// Takes JMH's own options.
  public static void main(String[] arguments) throws Exception {
    CommandLineOptions given = new CommandLineOptions(arguments);
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    options.param("layer", matching(layers(), given.getParameter("layer").orElse(List.of(""))));
    options.param("op", matching(ops(), given.getParameter("op").orElse(List.of(""))));
    Runner runner = new Runner(options.build());
    if (given.shouldList()) {
      runner.list();
      Stream.concat(layers().stream(), ops().stream()).forEach(System.out::println);
      return;
    }
    runner.run();
  }

  static List<String> layers() {
    return NetworkLayers.all().stream().map(ConvolutionBenchmark::name).toList();
  }

  static List<String> ops() {
    return NetworkOps.all().stream().map(NetworkOp::name).toList();
  }

  /// The names that begin with one of the prefixes.
  static String[] matching(List<String> names, Collection<String> prefixes) {
    Set<String> some = new LinkedHashSet<>();
    for (String prefix : prefixes) {
      List<String> found = names.stream().filter(n -> n.startsWith(prefix)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no name begins with '" + prefix + "'; -l lists them");
      }
      some.addAll(found);
    }
    return some.toArray(String[]::new);
  }
}
