/// Model files: safetensors, and networks as JSON; events for TensorBoard.
module dev.loupe.formats {
  requires transitive dev.loupe.nn;
  requires transitive static org.jspecify;
  requires io.jhdf;
  requires tools.jackson.databind;

  exports dev.loupe.formats;
  exports dev.loupe.formats.onnx;
}
