module.exports = require("../rule.js")(16);
