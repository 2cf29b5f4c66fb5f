namespace CorrSyn.Cli.Arguments;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The addition to a message: "; did you mean X?", or nothing where no name is near.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names there are.</param>
    public static string Suggestion(string typed, IEnumerable<string> names)
    {
        var nearest = names
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        bool isNear = nearest.Name is not null && nearest.Distance <= Math.Max(1, nearest.Name.Length / 3);
        return isNear ? $"; did you mean {nearest.Name}?" : "";
    }

    // Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
    private static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int replaced = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[from.Length, to.Length];
    }
}
