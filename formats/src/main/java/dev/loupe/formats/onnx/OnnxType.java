package dev.loupe.formats.onnx;

import java.util.Arrays;
import java.util.Optional;

/// The types of elements that ONNX knows, by the numbers in its files.
///
/// Source: ONNX IR specification, "Tensor Element Types"; onnx.proto, `TensorProto.DataType`.
public enum OnnxType {
  /// 32-bit floating point.
  FLOAT(1, 4),
  /// 8-bit integers of at least 0.
  UINT8(2, 1),
  /// 8-bit integers.
  INT8(3, 1),
  /// 16-bit integers of at least 0.
  UINT16(4, 2),
  /// 16-bit integers.
  INT16(5, 2),
  /// 32-bit integers.
  INT32(6, 4),
  /// 64-bit integers.
  INT64(7, 8),
  /// Texts: not read.
  STRING(8, 0),
  /// True or false, a byte each.
  BOOL(9, 1),
  /// IEEE half precision.
  FLOAT16(10, 2),
  /// 64-bit floating point.
  DOUBLE(11, 8),
  /// 32-bit integers of at least 0.
  UINT32(12, 4),
  /// 64-bit integers of at least 0.
  UINT64(13, 8),
  /// The upper half of a float.
  BFLOAT16(16, 2);

  private final int code;
  private final int bytes;

  OnnxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /// The number in files.
  public int code() {
    return code;
  }

  /// The bytes of an element; 0 where it has no fixed size.
  public int bytes() {
    return bytes;
  }

  /// Whether elements have fractions.
  public boolean floating() {
    return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
  }

  /// The type with a number; empty if Loupe does not read it.
  public static Optional<OnnxType> of(long code) {
    return Arrays.stream(values()).filter(t -> t.code == code).findFirst();
  }
}
