package dev.loupe.cli;

import dev.loupe.formats.onnx.OnnxDim;
import dev.loupe.formats.onnx.OnnxModel;
import dev.loupe.formats.onnx.OnnxReader;
import dev.loupe.formats.onnx.OnnxSession;
import dev.loupe.formats.onnx.OnnxTensor;
import dev.loupe.formats.onnx.OnnxType;
import dev.loupe.formats.onnx.OnnxValueInfo;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs an ONNX file on arrays, with all its inputs and outputs, nothing left out.
///
/// @param file the model
/// @param arrays how arrays are read: tensors have their channels last
/// @param threads how many compute
record OnnxArrays(Path file, RawArrays arrays, int threads) {
  /// Computes the outputs.
  ///
  /// @param input of the arrays
  /// @return by name, channels last
  Map<String, Tensor> run(Path input) {
    OnnxModel model = OnnxReader.read(file);
    List<OnnxValueInfo> wanted = OnnxSession.inputs(model);
    Map<String, Tensor> given =
        arrays.read(input, wanted.isEmpty() ? "input" : wanted.getFirst().name());
    Map<String, OnnxTensor> values = new LinkedHashMap<>();
    for (OnnxValueInfo info : wanted) {
      Tensor t = given.get(info.name());
      if (t == null) {
        throw LoupeException.of(input + ": the input '" + info.name() + "' is not there")
            .expected("arrays named " + wanted.stream().map(OnnxValueInfo::name).toList())
            .got(String.valueOf(given.keySet()));
      }
      values.put(info.name(), tensor(info, RawArrays.channelsFirst(t)));
    }
    try {
      Map<String, Tensor> results = new LinkedHashMap<>();
      OnnxSession.of(model, values, threads)
          .run(values)
          .forEach((name, t) -> results.put(name, RawArrays.channelsLast(tensor(t))));
      return results;
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  private static OnnxTensor tensor(OnnxValueInfo info, Tensor t) {
    List<Integer> sizes = Arrays.stream(t.shape().sizes()).boxed().toList();
    // A single number is a list of one in the file, where the model wants a scalar.
    List<OnnxDim> dims = info.dims().orElse(List.of(new OnnxDim.Free()));
    List<Integer> used = dims.isEmpty() && t.length() == 1 ? List.of() : sizes;
    boolean whole = info.type().filter(type -> !type.floating()).isPresent();
    if (!whole) {
      return OnnxTensor.of(info.name(), used, t.toArray());
    }
    long[] longs = new long[t.length()];
    Arrays.setAll(longs, i -> (long) t.get(i));
    OnnxTensor all = OnnxTensor.of(info.name(), used, longs);
    return info.type().filter(type -> type == OnnxType.BOOL).isPresent() ? truth(all) : all;
  }

  private static OnnxTensor truth(OnnxTensor longs) {
    byte[] bytes = new byte[longs.length()];
    long[] values = longs.longs();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] == 0 ? 0 : 1);
    }
    return new OnnxTensor(
        longs.name(), OnnxType.BOOL, longs.sizes(), java.nio.ByteBuffer.wrap(bytes));
  }

  private static Tensor tensor(OnnxTensor t) {
    if (t.length() == 0) {
      throw LoupeException.of("the output '" + t.name() + "' has no elements")
          .got(t.sizes().toString());
    }
    return Tensor.of(Shape.of(t.sizes()), t.floats());
  }
}
