"""XMP metadata of a document (ISO 16684-1, PDF/A-3b): what it is, whose, in which language, and of when."""

from html import escape

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language.words import say

_PRODUCER = "GoTuto"


def title(document: Document) -> str:
    return f"{say(document.language, document.kind.value)} {document.number}"


def xmp(document: Document) -> str:
    """The packet without its wrapper; the time is the start of the day of issue, so that it is the same each time."""
    moment = f"{document.issue_date}T00:00:00+00:00"
    text = {name: escape(value) for name, value in _texts(document).items()}
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{text["title"]}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{text["author"]}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text["number"]}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{text["language"]}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{_PRODUCER}</pdf:Producer>
   <xmp:CreatorTool>{_PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>{moment}</xmp:CreateDate>
   <xmp:ModifyDate>{moment}</xmp:ModifyDate>
   <xmp:MetadataDate>{moment}</xmp:MetadataDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>"""


def _texts(document: Document) -> dict[str, str]:
    return {
        "title": title(document),
        "author": document.seller.name,
        "number": document.number,
        "language": document.language,
    }
