package dev.loupe.train;

import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.RunFolder.Description;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// A run as its folder tells of it in `model.json` and `metrics.csv`; weights are not read.
///
/// @param folder of the run
/// @param info its name, settings and result
/// @param parameters how many numbers are learned
/// @param epochs those that are done
/// @param interrupted whether the training has not ended: it was interrupted, or goes on just now
public record RunSummary(
    Path folder, ModelInfo info, long parameters, EpochTable epochs, boolean interrupted) {
  /// Folders lie deeper than this by mistake only.
  private static final int DEPTH = 32;

  /// Reads a run folder.
  ///
  /// @throws LoupeException if there is no training in it, it has not finished an epoch, or a file
  ///     is broken
  public static RunSummary read(Path folder) {
    if (!Files.isRegularFile(folder.resolve(RunFolder.MODEL))) {
      throw LoupeException.of(folder + ": the run folder has no " + RunFolder.MODEL)
          .expected("one, as there is after the first epoch");
    }
    Description description = RunFolder.description(folder);
    return new RunSummary(
        folder,
        description.info(),
        parameters(description.network()),
        EpochTable.read(folder.resolve(RunFolder.METRICS)),
        Files.exists(folder.resolve(Checkpoint.FILE)));
  }

  /// Reads all run folders below a folder, and itself if it is one, by name.
  ///
  /// @throws LoupeException if there is no such folder
  public static Found below(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw LoupeException.of(folder + ": there is no such folder")
          .expected("a folder with runs, or a run");
    }
    List<RunSummary> runs = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    Search search = new Search(broken);
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, search);
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
    for (Path each : search.found.stream().sorted().toList()) {
      try {
        runs.add(read(each));
      } catch (LoupeException e) {
        broken.add(new Broken(each, String.valueOf(e.getMessage())));
      }
    }
    return new Found(runs, broken);
  }

  /// Runs, and what looks like runs.
  ///
  /// @param runs that could be read
  /// @param broken those that could not
  public record Found(List<RunSummary> runs, List<Broken> broken) {
    /// Copies the lists.
    public Found {
      runs = List.copyOf(runs);
      broken = List.copyOf(broken);
    }
  }

  /// A folder that can't be read.
  ///
  /// @param folder which one
  /// @param reason why
  public record Broken(Path folder, String reason) {}

  /// Collects run folders. What lies in one is its own.
  private static final class Search extends SimpleFileVisitor<Path> {
    private final Set<Path> found = new LinkedHashSet<>();
    private final List<Broken> broken;

    Search(List<Broken> broken) {
      this.broken = broken;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      for (String file : List.of(RunFolder.MODEL, RunFolder.METRICS, Checkpoint.FILE)) {
        if (Files.isRegularFile(folder.resolve(file))) {
          found.add(folder);
          return FileVisitResult.SKIP_SUBTREE;
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      broken.add(new Broken(file, file + ": this can't be read (" + e + ")"));
      return FileVisitResult.CONTINUE;
    }
  }

  private static long parameters(Network network) {
    return network.inference(1).variables().stream()
        .filter(v -> v.role().trainable())
        .mapToLong(v -> v.shape().elements())
        .sum();
  }

  /// The accuracy on test data, where it was judged by it; else that of the last epoch.
  public OptionalDouble accuracy() {
    return info.evaluation()
        .map(e -> OptionalDouble.of(e.accuracy()))
        .orElseGet(() -> epochs.last("test_accuracy"));
  }

  /// The loss on test data, where it was judged by it; else that of the last epoch.
  public OptionalDouble loss() {
    return info.evaluation()
        .map(e -> OptionalDouble.of(e.loss()))
        .orElseGet(() -> epochs.last("test_loss"));
  }

  /// What the training was told, by name; numbers are [Number]s, all else is text.
  public Map<String, Object> settings() {
    return RunSettings.of(info);
  }

  /// The settings in which runs differ: the value of each run, in their order, `none` where it has
  /// none.
  public static Map<String, List<Object>> differences(Collection<RunSummary> runs) {
    List<Map<String, Object>> settings = runs.stream().map(RunSummary::settings).toList();
    Set<String> names = new LinkedHashSet<>();
    settings.forEach(s -> names.addAll(s.keySet()));
    Map<String, List<Object>> differing = new LinkedHashMap<>();
    for (String name : names) {
      List<Object> values = settings.stream().map(s -> s.getOrDefault(name, "none")).toList();
      if (values.stream().distinct().count() > 1) {
        differing.put(name, values);
      }
    }
    return differing;
  }
}
