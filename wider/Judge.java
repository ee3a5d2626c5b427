import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Says of each PDF that it is given, on a line: whether it is PDF/A-3b, its path, and which clauses of ISO 19005-3 it breaks. */
public class Judge {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var foundry = Foundries.defaultInstance();
        for (var path : paths) {
            try (var parser = foundry.createParser(new FileInputStream(path), PDFAFlavour.PDFA_3_B)) {
                var result = foundry.createValidator(PDFAFlavour.PDFA_3_B, false).validate(parser);
                var broken = new StringBuilder();
                for (TestAssertion one : result.getTestAssertions()) {
                    broken.append('\t').append(one.getRuleId().getClause());
                }
                System.out.println((result.isCompliant() ? "conforms" : "breaks") + "\t" + path + broken);
            }
        }
    }
}
