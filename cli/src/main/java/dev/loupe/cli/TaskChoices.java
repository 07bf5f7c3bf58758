package dev.loupe.cli;

import dev.loupe.data.Recogniser;
import dev.loupe.data.Target;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.image.MaskFolder;
import dev.loupe.data.image.TableFolder;
import dev.loupe.data.volume.VolumeMaps;
import dev.loupe.data.volume.VolumePatches;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options for what is to be learned, and for volumes with maps.
final class TaskChoices {
  /// Behind the options of the command, before those that all have.
  private static final int LATE = 80;

  private static final Map<String, Target> TASKS =
      Map.of(
          "classification", Target.CLASS,
          "multi-label", Target.LABELS,
          "regression", Target.VALUES,
          "segmentation", Target.MAP);

  @Option(
      names = "--task",
      order = LATE,
      paramLabel = "NAME",
      description =
          "classification, multi-label, regression or segmentation (default: by the data).")
  private @Nullable String task;

  @Option(
      names = "--maps",
      order = LATE,
      paramLabel = "FILE",
      description = {
        "A NIfTI file with the map of a class for the volume that --data names; may be repeated.",
        "It counts where it is at least half its greatest value."
      })
  private List<Path> maps = new ArrayList<>();

  @Option(
      names = "--split-axis",
      order = LATE,
      paramLabel = "AXIS",
      description =
          "x, y or z: learn from the lower half (left, back, bottom) of a volume with maps, and"
              + " judge by the other (default: y).")
  private String axis = "y";

  @Option(
      names = "--patch",
      order = LATE,
      paramLabel = "N",
      description =
          "The edge of the cubes that such a volume is cut to (default: ${DEFAULT-VALUE}).")
  private int patch = 32;

  @Option(
      names = "--patches",
      order = LATE,
      paramLabel = "N",
      description = "How many of them to learn from (default: ${DEFAULT-VALUE}).")
  private int patches = 256;

  TaskChoices() {}

  /// What is to be learned; empty where the data says it.
  ///
  /// @throws LoupeException if there is no such task
  Optional<Target> wanted() {
    if (task == null) {
      return Optional.empty();
    }
    Target target = TASKS.get(task);
    if (target == null) {
      throw LoupeException.unknown("task", task, TASKS.keySet().stream().sorted().toList());
    }
    return Optional.of(target);
  }

  /// What knows data of such tasks.
  ///
  /// @param seed for what is drawn
  /// @throws LoupeException if a choice is not possible
  List<Recogniser> recognisers(ImageFolderOptions options, long seed) {
    Optional<Target> wanted = wanted();
    VolumePatches.Axis along =
        switch (axis) {
          case "x" -> VolumePatches.Axis.X;
          case "y" -> VolumePatches.Axis.Y;
          case "z" -> VolumePatches.Axis.Z;
          default -> throw LoupeException.unknown("axis", axis, List.of("x", "y", "z"));
        };
    VolumePatches.Division how = new VolumePatches.Division(along, 0.5, patch, patches, seed);
    Optional<Target> numbers = wanted.filter(t -> t == Target.LABELS || t == Target.VALUES);
    List<Recogniser> all = new ArrayList<>();
    all.add(new VolumeMaps(maps, how));
    all.add(new MaskFolder.Layout(options));
    all.add(new TableFolder.Layout(options, numbers));
    return all;
  }

  /// Refuses data that has something else to learn than was asked for.
  void check(Target target, String data) {
    Optional<Target> wanted = wanted();
    if (wanted.isPresent() && wanted.get() != target) {
      throw LoupeException.of(data + ": the data is not for this task")
          .expected("data for " + task)
          .got("data for " + name(target));
    }
  }

  private static String name(Target target) {
    return TASKS.entrySet().stream()
        .filter(e -> e.getValue() == target)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
