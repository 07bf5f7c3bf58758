package dev.loupe.cli;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.train.Trainer;
import java.nio.file.Path;
import java.util.List;

/// Trains a little and predicts, so that the JVM can note which classes `./loupe` needs.
///
/// The launcher runs it once after a build, to make the archive of classes.
public final class Rehearsal {
  private static final int TRAIN = 256;
  private static final int TEST = 64;

  private Rehearsal() {}

  /// Writes a run to a folder, and uses it as the commands do; ends with the worst exit code.
  ///
  /// @param arguments the folder
  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    int code = run(surroundings, Path.of(arguments[0]));
    surroundings.out().flush();
    System.exit(code);
  }

  static int run(Surroundings surroundings, Path folder) {
    Splits digits = Digits.splits(TRAIN, TEST);
    Network network = Models.get("lenet5").network(digits.train().shape(), 10);
    Trainer.of(network).name("lenet5").epochs(1).out(folder).train(digits);
    List<Path> samples = SampleFiles.write(digits.test(), folder.resolve("samples"));
    String run = folder.toString();
    int code = 0;
    for (String[] words :
        List.of(
            new String[] {"train", "--help"},
            new String[] {"summary", run},
            new String[] {"predict", run, samples.get(0).toString()},
            new String[] {"predict", run, samples.get(0).toString(), "--json"},
            new String[] {
              "explain", run, samples.get(0).toString(), "--out", folder.resolve("why").toString()
            })) {
      code = Math.max(code, Main.run(surroundings, words));
    }
    return code;
  }
}
