namespace CorrSyn.Core.Tests

open System
open System.Globalization
open System.IO
open System.Text.Json
open CorrSyn.Model
open CorrSyn.Numeric.GivenNetwork

/// A row of Constants/pair-covariances.json, which mpmath made without this program.
type PairConstant =
    {
        Activation: Activation
        First: PreActivation
        Second: PreActivation
        Correlation: float
        Covariance: float
    }

/// The constants that pair_covariances.py made.
[<RequireQualifiedAccess>]
module PairCovariances =

    let read () : PairConstant list =
        let path =
            Path.Combine(AppContext.BaseDirectory, "Constants", "pair-covariances.json")

        use document = JsonDocument.Parse(File.ReadAllText path)

        [
            for row in document.RootElement.EnumerateArray() do
                let number (name: string) = row.GetProperty(name).GetDouble()

                let activation =
                    Activation.tryOfName (row.GetProperty("activation").GetString())
                    |> ParameterError.raiseIfError

                {
                    Activation = activation
                    First =
                        {
                            Field = number "u"
                            StandardDeviation = number "s"
                        }
                    Second =
                        {
                            Field = number "v"
                            StandardDeviation = number "r"
                        }
                    Correlation = number "psi"
                    Covariance =
                        Double.Parse(
                            row.GetProperty("covariance").GetString(),
                            CultureInfo.InvariantCulture
                        )
                }
        ]
