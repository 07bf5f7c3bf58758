package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.formats.Json;
import dev.loupe.formats.onnx.OnnxExporter;
import dev.loupe.formats.onnx.OnnxImport;
import dev.loupe.formats.onnx.OnnxReader;
import dev.loupe.formats.onnx.OnnxWriter;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Models as ONNX files. What Loupe knows of its own ones (classes, preprocessing, task) goes into
/// the file's metadata and comes back from there.
public final class OnnxModels {
  private static final String INFO = "loupe.model";

  private OnnxModels() {}

  /// Writes a model.
  ///
  /// @throws LoupeException if the network has something that ONNX has not, with its layer
  public static void write(Path file, Model model) {
    ModelInfo info = model.info();
    ModelInfo kept =
        new ModelInfo(
            info.name(),
            info.task(),
            info.classes(),
            info.preprocessing(),
            Optional.empty(),
            Optional.empty());
    String text = Json.text(RunFolder.RECORDS.write(kept));
    OnnxWriter.write(
        file, OnnxExporter.export(model.network(), model.parameters(), Map.of(INFO, text)));
  }

  /// Reads a model. One that Loupe did not write has numbers for classes, and takes values as they
  /// are.
  ///
  /// @param input a sample, spatial..., channels, where the file does not say its sizes
  /// @throws LoupeException if the file is broken, has operators that Loupe does not have, or sizes
  ///     that are nowhere said
  public static Model read(Path file, Optional<Shape> input) {
    OnnxImport imported = OnnxImport.of(file, input);
    String own = OnnxReader.read(file).metadata().get(INFO);
    ModelInfo info =
        own == null
            ? foreign(file, imported)
            : RunFolder.RECORDS.read(
                Json.parse(file.toString(), own.getBytes(StandardCharsets.UTF_8), 0),
                ModelInfo.class);
    return Model.of(imported.network(), imported.parameters(), info);
  }

  /// A trainer that goes on from a file's weights.
  static Trainer start(Path file, Dataset train, Recipe recipe) {
    OnnxImport imported =
        OnnxImport.of(file, Optional.of(train.shape())).withOutputs(train.classes().size());
    if (!imported.network().input().equals(train.shape())) {
      throw LoupeException.of(file + ": the data does not fit the network")
          .expected("samples of " + imported.network().input())
          .got(train.shape().toString())
          .fix("bring pictures to that size with --size");
    }
    Set<String> known =
        imported.parameters().variables().stream().map(Variable::path).collect(Collectors.toSet());
    ParameterSource begun = ParameterSource.copyOf(imported.parameters());
    ParameterSource random = ParameterSource.random(Seed.of(0).child("weights"));
    String name = String.valueOf(file.getFileName()).replaceAll("\\.onnx$", "");
    return recipe
        .trainer(imported.network(), train)
        .name(name)
        .start((v, into) -> (known.contains(v.path()) ? begun : random).load(v, into));
  }

  private static ModelInfo foreign(Path file, OnnxImport imported) {
    Network network = imported.network();
    Shape sample = network.input();
    Preprocessing values = Preprocessing.none(sample);
    boolean pictures = sample.rank() == 3 && (sample.channels() == 1 || sample.channels() == 3);
    Colour colour = sample.channels() == 1 ? Colour.GREY : Colour.RGB;
    List<String> classes =
        IntStream.range(0, imported.outputs()).mapToObj(String::valueOf).toList();
    return new ModelInfo(
        String.valueOf(file.getFileName()),
        imported.maps() ? new Task.Segmentation() : new Task.Classification(),
        classes,
        pictures
            ? values.withPictures(
                new Preprocessing.Pictures(colour, ResizeMode.SHORT_SIDE, Filter.BILINEAR))
            : values,
        Optional.empty(),
        Optional.empty());
  }
}
