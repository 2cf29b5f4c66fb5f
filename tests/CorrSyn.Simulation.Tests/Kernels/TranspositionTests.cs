using CorrSyn.Simulation.Kernels;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

public class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 70)]
    [InlineData(33, 64)]
    public void Copy_AMatrix_GivesItsTranspose(int rows, int columns)
    {
        var source = new MatrixView([.. Enumerable.Range(0, 5 + rows * (columns + 2)).Select(i => (double)i)], 5, rows, columns, columns + 2);
        var target = new MatrixView(new double[rows * columns], columns, rows);

        Transposition.Copy(source, target);

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                Assert.Equal(source.Row(row)[column], target.Row(column)[row]);
        }

        Assert.Throws<ArgumentException>(() => Transposition.Copy(source, new MatrixView(new double[columns * (rows + 1)], columns, rows + 1)));
    }
}
