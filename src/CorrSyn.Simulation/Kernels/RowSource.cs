namespace CorrSyn.Simulation.Kernels;

/// <summary>Writes one row of a matrix that is never held as a whole.</summary>
/// <param name="row">The row.</param>
/// <param name="destination">To be filled; as long as the matrix has columns.</param>
public delegate void RowSource(int row, Span<double> destination);
