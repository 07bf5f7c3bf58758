package dev.loupe.cli;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.train.OnnxModels;
import dev.loupe.train.Run;
import dev.loupe.train.Trainer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// Trains a little, predicts, explains and looks inside, so that the JVM can note which classes
/// `./loupe` needs.
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
    Path file = folder.resolve("model.onnx");
    OnnxModels.write(file, Run.open(folder));
    Path photo = folder.resolve("photo.jpg");
    write(photo);
    int code = 0;
    for (String[] words :
        List.of(
            new String[] {"train", "--help"},
            new String[] {"summary", run},
            new String[] {"predict", run, samples.get(0).toString()},
            new String[] {"predict", run, samples.get(0).toString(), "--json"},
            new String[] {
              "explain", run, samples.get(0).toString(), "--out", folder.resolve("why").toString()
            },
            new String[] {
              "explain",
              file.toString(),
              photo.toString(),
              "--size=28",
              "--method=gradcam",
              "--method=saliency",
              "--check",
              "--out",
              folder.resolve("photo").toString()
            },
            new String[] {
              "look",
              run,
              "--data=digits",
              "--samples=8",
              "--steps=1",
              "--channels=1",
              "--out",
              folder.resolve("looked").toString()
            })) {
      code = Math.max(code, Main.run(surroundings, words));
    }
    return code;
  }

  private static void write(Path photo) {
    try {
      ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "jpg", photo.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
