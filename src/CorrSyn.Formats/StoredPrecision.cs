using System.Diagnostics.CodeAnalysis;

namespace CorrSyn.Formats;

/// <summary>The type of the numbers that are written.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Their names are what tells the types apart.")]
public enum StoredPrecision
{
    /// <summary>64 bits: every number exactly.</summary>
    Double,

    /// <summary>32 bits: rounded to 24 significant bits; beyond 3.4e38 infinite.</summary>
    Single,
}
