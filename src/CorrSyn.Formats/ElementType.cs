using System.Diagnostics.CodeAnalysis;

namespace CorrSyn.Formats;

/// <summary>The type of the numbers in a file. All are read as <see cref="double"/>, which holds every value but
/// 64-bit integers above 2^53 exactly; those are rounded to the nearest.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Their names are what tells the types apart.")]
public enum ElementType
{
    /// <summary>8 bits, 0 is false and everything else is true; read as 0 and 1.</summary>
    Boolean,

    /// <summary>8 bits, signed.</summary>
    Int8,

    /// <summary>8 bits, unsigned.</summary>
    UInt8,

    /// <summary>16 bits, signed.</summary>
    Int16,

    /// <summary>16 bits, unsigned.</summary>
    UInt16,

    /// <summary>32 bits, signed.</summary>
    Int32,

    /// <summary>32 bits, unsigned.</summary>
    UInt32,

    /// <summary>64 bits, signed.</summary>
    Int64,

    /// <summary>64 bits, unsigned.</summary>
    UInt64,

    /// <summary>IEEE 754 binary16: 11 significant bits.</summary>
    Float16,

    /// <summary>The upper half of a binary32 number: 8 significant bits.</summary>
    BFloat16,

    /// <summary>IEEE 754 binary32: 24 significant bits.</summary>
    Float32,

    /// <summary>IEEE 754 binary64: 53 significant bits.</summary>
    Float64,
}
